import { GatewayError } from "../response/gatewayError.ts";

/** The target of a request line, parsed but not decoded. */
export interface RequestTarget {
  readonly stage: string;
  /** `event.path`: without the stage; percent-encoding and trailing slashes are kept. */
  readonly path: string;
  /** `requestContext.path`: with the stage. */
  readonly fullPath: string;
  readonly query: Query | undefined;
  /** The query string as sent, without `?`. */
  readonly rawQuery: string;
}

/** The longest URL of a Regional endpoint. (API Gateway Developer Guide, "Amazon API Gateway quotas") */
const maxLength = 10_240;

/** Characters that a query string must percent-encode. (Same guide, "Amazon API Gateway important notes") */
const unsafeInQuery = /[|{}]/;

/**
 * Parses a request line's target.
 *
 * Repeated slashes before the stage and before the path count as one; all others are kept.
 *
 * @throws GatewayError 400 for an invalid path or query string, 414 if the target is too long
 */
export function parseTarget(target: string): RequestTarget {
  if (target.length > maxLength) {
    throw new GatewayError("DEFAULT_4XX", { status: 414, message: "Request URI too long" });
  }
  if (!target.startsWith("/")) {
    throw new GatewayError("DEFAULT_4XX", { status: 400 });
  }
  const url = until(target, "#");
  const pathname = until(url, "?");
  const fullPath = collapseStart(pathname);
  const stage = until(fullPath.slice(1), "/");
  const rawQuery = url.slice(pathname.length + 1);
  return {
    stage,
    path: collapseStart(fullPath.slice(1 + stage.length)),
    fullPath,
    query: readQuery(rawQuery),
    rawQuery,
  };
}

function readQuery(text: string): Query | undefined {
  if (text === "") {
    return undefined;
  }
  if (unsafeInQuery.test(text)) {
    throw new GatewayError("DEFAULT_4XX", { status: 400 });
  }
  try {
    return parseQuery(text);
  } catch {
    throw new GatewayError("DEFAULT_4XX", { status: 400 });
  }
}

function until(text: string, separator: string): string {
  const index = text.indexOf(separator);
  return index === -1 ? text : text.slice(0, index);
}

/** `//a//b` → `/a//b`, and nothing → `/`. */
function collapseStart(path: string): string {
  let start = 0;
  while (path[start] === "/") {
    start += 1;
  }
  return `/${path.slice(start)}`;
}

/** A decoded query string; its maps lack a prototype, because clients choose the keys. */
export interface Query {
  /** The last value of each key. */
  readonly single: Readonly<Record<string, string>>;
  /** Every value of each key, in order. */
  readonly multi: Readonly<Record<string, readonly string[]>>;
  /** As sent. An object does not keep the order: it lists keys like `2` first. */
  readonly pairs: readonly (readonly [key: string, value: string])[];
}

/**
 * Decodes a query string as API Gateway does: `+` is a space, `;` separates like `&`.
 *
 * @returns undefined without parameters
 * @throws URIError for invalid percent-encoding
 */
export function parseQuery(text: string): Query | undefined {
  const single: Record<string, string> = Object.create(null);
  const multi: Record<string, string[]> = Object.create(null);
  const pairs: [string, string][] = [];
  for (const pair of text.split(/[&;]/)) {
    if (pair === "") {
      continue;
    }
    const equals = pair.indexOf("=");
    const key = decodeForm(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? "" : decodeForm(pair.slice(equals + 1));
    pairs.push([key, value]);
    single[key] = value;
    (multi[key] ??= []).push(value);
  }
  return pairs.length > 0 ? { single, multi, pairs } : undefined;
}

function decodeForm(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
