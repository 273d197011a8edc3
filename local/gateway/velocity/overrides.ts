import { type Overrides, type OverrideValues, TemplateError } from "./template.ts";
import { JavaList, toText, type Value } from "./values.ts";

/** The overrides while a template renders. */
export class OverrideState {
  readonly request: { header: OverrideValues; path: OverrideValues; querystring: OverrideValues };
  readonly response: { header: OverrideValues; status: number | undefined };
  readonly #set = new Set<string>();

  constructor(initial: Overrides | undefined) {
    const { request, response } = initial ?? {};
    this.request = {
      header: copy(request?.header),
      path: copy(request?.path),
      querystring: copy(request?.querystring),
    };
    this.response = { header: copy(response?.header), status: response?.status };
  }

  /**
   * Sets an override for `#set($context.requestOverride.header.name = value)`.
   *
   * @param path - the names after `$context`
   * @throws TemplateError for a second value, and for other names. (API Gateway Developer Guide,
   * "Override your API's request and response parameters and status codes")
   */
  set(path: readonly string[], value: Value): void {
    const name = path.join(".");
    if (this.#set.has(name)) {
      throw new TemplateError(`$context.${name} is set twice; an override can only be set once.`);
    }
    this.#set.add(name);
    if (name === "responseOverride.status") {
      this.#setStatus(value);
      return;
    }
    const target = this.#target(path);
    const key = path[2];
    if (target === undefined || key === undefined || path.length > 3) {
      throw new TemplateError(
        `$context.${name} cannot be set. Set $context.requestOverride.{header|path|querystring}.NAME, ` +
          "$context.responseOverride.header.NAME or $context.responseOverride.status.",
      );
    }
    // AWS's handling of null is UNCONFIRMED; here it overrides nothing.
    if (value !== null && value !== undefined) {
      target[key] = value instanceof JavaList ? value.items.map(toText) : toText(value);
    }
  }

  result(): Overrides {
    const { header, path, querystring } = this.request;
    return {
      request: { header: { ...header }, path: { ...path }, querystring: { ...querystring } },
      response: { header: { ...this.response.header }, status: this.response.status },
    };
  }

  #target([kind, place]: readonly string[]): OverrideValues | undefined {
    if (kind === "requestOverride") {
      return place === "header" || place === "path" || place === "querystring"
        ? this.request[place]
        : undefined;
    }
    return kind === "responseOverride" && place === "header" ? this.response.header : undefined;
  }

  /** Ignores an invalid status. */
  #setStatus(value: Value): void {
    const status = toText(value);
    if (/^[1-5]\d\d$/.test(status)) {
      this.response.status = Number(status);
    }
  }
}

/** Copies without a prototype, because templates choose the names. */
function copy(values: OverrideValues | undefined): OverrideValues {
  return Object.assign(Object.create(null) as OverrideValues, values);
}
