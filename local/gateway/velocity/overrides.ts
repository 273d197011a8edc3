import { type Overrides, type OverrideValues, TemplateError } from "./template.ts";
import { fromPlain, JavaList, type JavaMap, toText, type Value } from "./values.ts";

export const noOverrides = (): Overrides => ({
  request: { header: {}, path: {}, querystring: {} },
  response: { header: {}, status: undefined },
});

/** The overrides while a template renders: two maps, as `$context` shows them. */
export class OverrideState {
  readonly #root: JavaMap;
  readonly #set = new Set<string>();

  constructor({ request, response, others }: Partial<Overrides> = {}) {
    const { status, header } = response ?? {};
    const requestOverride = new Map<string, Value>([
      ["header", toMap(request?.header)],
      ["path", toMap(request?.path)],
      ["querystring", toMap(request?.querystring)],
    ]);
    const responseOverride = new Map<string, Value>([["header", toMap(header)]]);
    if (status !== undefined) responseOverride.set("status", status);
    this.#root = new Map([
      ["requestOverride", requestOverride],
      ["responseOverride", responseOverride],
    ]);
    for (const [[kind, name], value] of others ?? [])
      this.#mapOf([kind])?.set(name, value as Value);
  }

  /** Reads `$context.requestOverride.header.name`; null if it is not set. */
  read(path: readonly string[]): Value {
    return path.reduce<Value>(
      (value, name) => (value instanceof Map ? (value.get(name) ?? null) : null),
      this.#root,
    );
  }

  /**
   * Sets an override for `#set($context.requestOverride.header.name = value)`. Other names are kept for
   * the response template. (recorded on AWS)
   *
   * @param path - the names after `$context`
   * @throws TemplateError for a second value, and outside of the overrides. (API Gateway Developer Guide,
   * "Override your API's request and response parameters and status codes")
   */
  set(path: readonly string[], value: Value): void {
    const name = path.join(".");
    if (this.#set.has(name)) {
      throw new TemplateError(`$context.${name} is set twice; an override can only be set once.`);
    }
    this.#set.add(name);
    const map = this.#mapOf(path.slice(0, -1));
    if (map === undefined || (path.length === 2 && map.get(path[1]!) instanceof Map)) {
      throw new TemplateError(
        `$context.${name} cannot be set. Set $context.requestOverride.{header|path|querystring}.NAME, ` +
          "$context.responseOverride.header.NAME or $context.responseOverride.status.",
      );
    }
    // AWS's handling of null is UNCONFIRMED; here it overrides nothing.
    if (value !== null && value !== undefined) map.set(path.at(-1)!, value);
  }

  result(): Overrides {
    const values = (...path: string[]) => toPlain(this.#mapOf(path));
    const others = this.#others();
    return {
      request: {
        header: values("requestOverride", "header"),
        path: values("requestOverride", "path"),
        querystring: values("requestOverride", "querystring"),
      },
      response: {
        header: values("responseOverride", "header"),
        status: toStatus(this.read(["responseOverride", "status"])),
      },
      ...(others.length > 0 && { others }),
    };
  }

  #mapOf(path: readonly string[]): JavaMap | undefined {
    const value = path.length > 0 && this.read(path);
    return value instanceof Map ? value : undefined;
  }

  #others(): NonNullable<Overrides["others"]> {
    const others: NonNullable<Overrides["others"]>[number][] = [];
    for (const kind of ["requestOverride", "responseOverride"]) {
      for (const [name, value] of this.#mapOf([kind]) ?? []) {
        if (!places.has(String(name))) others.push([[kind, String(name)], value]);
      }
    }
    return others;
  }
}

const places: ReadonlySet<string> = new Set(["header", "path", "querystring", "status"]);

function toMap(values: OverrideValues | undefined): JavaMap {
  if (values === undefined) return new Map();
  return new Map(Object.entries(values).map(([name, value]) => [name, fromPlain(value)]));
}

function toPlain(map: JavaMap | undefined): OverrideValues {
  if (map === undefined || map.size === 0) return {};
  return Object.fromEntries(
    Array.from(map, ([name, value]) => [
      name,
      value instanceof JavaList ? value.items.map(toText) : toText(value),
    ]),
  );
}

/** Undefined for an invalid status, which is ignored, and for 1xx, after which a client would wait. */
function toStatus(value: Value): number | undefined {
  const status = toText(value);
  return /^[2-5]\d\d$/.test(status) ? Number(status) : undefined;
}
