import { GatewayError } from "../response/gatewayError.ts";

/** Where a request wants to go: its request line's target, taken apart but not decoded. */
export interface RequestTarget {
  readonly stage: string;
  /** Without the stage, percent-encoding and trailing slash as sent: `event.path`. */
  readonly path: string;
  /** With the stage: `requestContext.path`. */
  readonly fullPath: string;
  readonly query: Query | undefined;
}

/** The longest URL of a Regional endpoint. (API Gateway Developer Guide, "Amazon API Gateway quotas") */
const maxLength = 10_240;

/** What a query string may only hold percent-encoded. (Same guide, "Amazon API Gateway important notes") */
const unsafeInQuery = /[|{}]/;

/**
 * Takes a request line's target apart.
 *
 * Slashes before the stage and between stage and path count as one; all others stay.
 *
 * @throws GatewayError 400 for what is no path or no query string, 414 for what is too long
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
  return {
    stage,
    path: collapseStart(fullPath.slice(1 + stage.length)),
    fullPath,
    query: readQuery(url.slice(pathname.length + 1)),
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
    const key = decodeForm(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? "" : decodeForm(pair.slice(equals + 1));
    found = true;
    single[key] = value;
    (multi[key] ??= []).push(value);
  }
  return found ? { single, multi } : undefined;
}

function decodeForm(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
