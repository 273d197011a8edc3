import { Unknown } from "../model/resourceView.ts";

/** An unknown value among the properties that the framework guards. */
export class Withheld extends Unknown {
  readonly #path: string;
  readonly #guarded: object;

  /**
   * @param path - such as `ingress[0].cidrBlocks`
   * @param guarded - the properties from the framework, which throw when an unknown value is read
   */
  constructor(path: string, guarded: object) {
    super(`${path} can't be known during preview`);
    this.#path = path;
    this.#guarded = guarded;
  }

  /** Reads the value through the framework. @throws the framework's own error for unknown values */
  read(): void {
    readAt(this.#guarded, unguarded(this.#guarded), this.#path);
  }
}

/** Keys may contain dots and brackets too. */
function readAt(guarded: object, raw: object, path: string): void {
  for (const [key, member] of Object.entries(raw)) {
    const step = Array.isArray(raw) ? `[${key}]` : key;
    if (path === step) Reflect.get(guarded, key);
    const rest = path.startsWith(step) ? path.slice(step.length) : "";
    if (/^[.[]/.test(rest) && typeof member === "object" && member !== null) {
      readAt(Reflect.get(guarded, key) as object, member as object, rest.replace(/^\./, ""));
    }
  }
}

/**
 * The properties without the guard.
 *
 * Source: `getSpecialProxyTarget` in `proxy.js` of `@pulumi/policy`.
 */
export const unguarded = (props: object): object =>
  (Reflect.get(props, "__getSpecialProxyTarget") as object | undefined) ?? props;
