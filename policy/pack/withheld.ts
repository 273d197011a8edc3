import { Unknown } from "../model/resourceView.ts";

/** An unknown value that the framework holds. */
export class Withheld extends Unknown {
  readonly #path: string;
  readonly #guarded: object;
  readonly #raw: object;

  /**
   * @param path - such as `ingress[0].cidrBlocks`
   * @param guarded - the properties from the framework, which throw when an unknown value is read
   * @param raw - the same without this guard
   */
  constructor(path: string, guarded: object, raw: object) {
    super(`${path} can't be known during preview`);
    this.#path = path;
    this.#guarded = guarded;
    this.#raw = raw;
  }

  /** Reads the value through the framework. @throws the framework's own error for unknown values */
  read(): void {
    readAt(this.#guarded, this.#raw, this.#path);
  }
}

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
