import { remember } from "../shared/remember.ts";
import type { ProxyEvent } from "./event.ts";

/** Values in order, by lower-case name. Has no prototype: `__proto__` is a legal name. */
export type HeaderValues = Record<string, string[]>;

/**
 * Headers of one connection, and `content-length`, which is computed again because bodies are
 * re-encoded. A `proxy` header must not reach a CGI server, where it would become the variable
 * `HTTP_PROXY`. Source: RFC 9110, 7.6.1 "Connection"; CVE-2016-5385.
 */
const hopByHop =
  /^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|proxy|proxy-.*)$/;

/**
 * A name of HTTP (RFC 9110, 5.6.2). Servers that normalize others could read one of ours: `ſ` becomes `S` in
 * upper case.
 */
const token = /^[\w!#$%&'*+.^`|~-]+$/;

/** What is known of a header's name; most names recur with every call. */
interface HeaderName {
  readonly lower: string;
  /**
   * The name as the most lenient server reads it. CGI, WSGI and PHP turn `X_User_Sub` and `X.User.Sub` into
   * the same variable as `X-User-Sub`, so checking the exact name is not enough.
   */
  readonly folded: string;
  readonly isToken: boolean;
  /** Whether it may pass from one connection to the next. */
  readonly isEndToEnd: boolean;
}

export const headerName = remember((name): HeaderName => {
  const lower = name.toLowerCase();
  const folded = lower.replace(/[^a-z0-9]/g, "-");
  const isToken = token.test(name);
  return { lower, folded, isToken, isEndToEnd: isToken && !hopByHop.test(folded) };
});

export const foldedName = (name: string): string => headerName(name).folded;

/**
 * The headers to pass on: without those of the connection, those that its `Connection` header
 * names, and those that the caller drops.
 *
 * @param raw - alternating names and values
 * @param isDropped - whether to drop the header with this folded name
 */
export function endToEnd(raw: readonly string[], isDropped: DropsHeader): HeaderValues {
  const named = namedByConnection(raw);
  const headers: HeaderValues = Object.create(null);
  for (let index = 0; index < raw.length; index += 2) {
    const { lower, folded, isEndToEnd } = headerName(raw[index]!);
    if (!isEndToEnd || named?.includes(folded) || isDropped(folded)) continue;
    const values = headers[lower];
    if (values === undefined) headers[lower] = [raw[index + 1]!];
    else values.push(raw[index + 1]!);
  }
  return headers;
}

function namedByConnection(raw: readonly string[]): string[] | undefined {
  let named: string[] | undefined;
  for (let index = 0; index < raw.length; index += 2) {
    if (headerName(raw[index]!).lower !== "connection") continue;
    const names = raw[index + 1]!.split(",").map((name) => foldedName(name.trim()));
    named = named === undefined ? names : [...named, ...names];
  }
  return named;
}

/** Whether to drop the header with this folded name. */
export type DropsHeader = (folded: string) => boolean;

/** Needed to read the body. */
const alwaysAllowed = ["content-type", "content-encoding"];

/**
 * Drops every header that is not on a list. Headers that the proxy itself adds are not affected.
 *
 * @param allowed - names in any spelling; without a list, nothing is dropped
 */
export function dropsUnlisted(allowed: readonly string[] | undefined): DropsHeader {
  if (!allowed) return () => false;
  const names = new Set([...alwaysAllowed, ...allowed].map(foldedName));
  return (folded) => !names.has(folded);
}

/**
 * All values of a header.
 *
 * @param name - in lower case; clients choose the case
 */
export function valuesOf(headers: ProxyEvent["multiValueHeaders"], name: string): string[] {
  const values: string[] = [];
  for (const each in headers) {
    if (headerName(each).lower === name) values.push(...(headers[each] ?? []));
  }
  return values;
}
