import { remember } from "../shared/remember.ts";

/** One header line: its name as sent, and its value. */
export type HeaderField = readonly [name: string, value: string];

/** Values in order, by lower-case name. Has no prototype: `__proto__` is a legal name. */
export type HeaderValues = Record<string, string[]>;

/**
 * Headers of one connection, and `content-length`, which is computed again because bodies are
 * re-encoded. A `proxy` header must not reach a CGI server, where it would become the variable
 * `HTTP_PROXY`. Source: RFC 9110, 7.6.1 "Connection"; CVE-2016-5385.
 */
const isHopByHop = remember((folded) =>
  /^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|proxy|proxy-.*)$/.test(
    folded,
  ),
);

/**
 * A header's name as the most lenient server reads it. CGI, WSGI and PHP turn `X_User_Sub` and
 * `X.User.Sub` into the same variable as `X-User-Sub`, so checking the exact name is not enough.
 */
export const foldedName = remember((name) => name.toLowerCase().replace(/[^a-z0-9]/g, "-"));

/**
 * Whether a name is one of HTTP (RFC 9110, 5.6.2). Servers that normalize others could read one of ours:
 * `ſ` becomes `S` in upper case.
 */
const isToken = remember((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name));

const lowerCase = remember((name) => name.toLowerCase());

/**
 * The headers to pass on: without those of the connection, those that its `Connection` header
 * names, and those that the caller drops.
 *
 * @param isDropped - whether to drop the header with this folded name
 */
export function endToEnd(
  fields: readonly HeaderField[],
  isDropped: (folded: string) => boolean,
): HeaderValues {
  const named = namedByConnection(fields);
  const headers: HeaderValues = Object.create(null);
  for (const [name, value] of fields) {
    const folded = foldedName(name);
    if (!isToken(name)) continue;
    if (isHopByHop(folded) || named.includes(folded) || isDropped(folded)) continue;
    (headers[lowerCase(name)] ??= []).push(value);
  }
  return headers;
}

function namedByConnection(fields: readonly HeaderField[]): string[] {
  return fields
    .filter(([name]) => lowerCase(name) === "connection")
    .flatMap(([, value]) => value.split(","))
    .map((name) => foldedName(name.trim()));
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
