/** A query string, decoded; both maps have no prototype, because their keys are the client's. */
export interface Query {
  /** The last value of each key. */
  readonly single: Readonly<Record<string, string>>;
  /** Every value of each key, in order. */
  readonly multi: Readonly<Record<string, readonly string[]>>;
}

/**
 * Decodes a query string as API Gateway does: `+` is a space, `;` separates like `&`.
 *
 * @returns undefined when there is no parameter
 * @throws URIError when its percent-encoding is broken
 */
export function parseQuery(text: string): Query | undefined {
  const single: Record<string, string> = Object.create(null);
  const multi: Record<string, string[]> = Object.create(null);
  let found = false;
  for (const pair of text.split(/[&;]/)) {
    if (pair === "") {
      continue;
    }
    const equals = pair.indexOf("=");
    const key = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? "" : decode(pair.slice(equals + 1));
    found = true;
    single[key] = value;
    (multi[key] ??= []).push(value);
  }
  return found ? { single, multi } : undefined;
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
