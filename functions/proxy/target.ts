import { stringify } from "node:querystring";
import { toUSVString } from "node:util";
import { hasDotSegment } from "./dotSegments.ts";
import type { ProxyEvent } from "./event.ts";
import { ProxyFailure } from "./failure.ts";

/** A path that every server reads as it is, and most are so. */
const isPlain = /^\/(?!\/)[\w/~-]*$/;

/** Characters that a path must percent-encode. Escapes that the client sent are kept. */
const notInPath = /[^!-~]|["#<>?\\^`{|}]/gu;

/**
 * The path for the service, as a request target. It begins with exactly one slash, so no server can
 * read a host name from it.
 *
 * @param prefix - path of the service's URL without a slash at its end, prepended to the call's
 * @param path - the event's path, percent-encoded as the client sent it
 * @throws ProxyFailure for a path with dot segments. API Gateway authorizes the path as sent; a
 *   service that resolves `/public/../admin` would serve a route that was not authorized.
 */
export function servicePath(prefix: string, path: string): string {
  if (isPlain.test(path)) return prefix + path;
  if (hasDotSegment(path)) throw new ProxyFailure("unsafePath", "the path has dot segments");
  return `${prefix}/${path.replace(/^[/\\]+/, "").replace(notInPath, percentEncode)}`;
}

/**
 * The query of the event, encoded again, because API Gateway has decoded it. A space becomes `%20`,
 * which all servers decode the same way, unlike `+`.
 *
 * @param withheld - names of parameters to leave out
 * @returns the query with its `?`, or an empty string
 */
export function queryOf(
  parameters: ProxyEvent["multiValueQueryStringParameters"],
  withheld?: Pick<ReadonlySet<string>, "has">,
): string {
  const given = parameters ?? {};
  const kept = withheld ? Object.entries(given).filter(([name]) => !withheld.has(name)) : undefined;
  const query = stringify(kept ? Object.fromEntries(kept) : given, "&", "=", {
    encodeURIComponent: percentEncode,
  });
  return query === "" ? "" : `?${query}`;
}

/** The parameters of a signed URL, with which a service could repeat the call as its caller. */
export const signatureQuery = { has: (name: string): boolean => /^x-amz-/i.test(name) };

/** `encodeURIComponent` that does not throw: a lone surrogate becomes U+FFFD. */
export const percentEncode = (text: string): string =>
  unreserved.test(text) ? text : encodeURIComponent(toUSVString(text));

/** Characters that `encodeURIComponent` leaves alone. */
const unreserved = /^[\w!'()*.~-]*$/;
