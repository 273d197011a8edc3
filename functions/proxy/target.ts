import { stringify } from "node:querystring";
import { toUSVString } from "node:util";
import type { ProxyEvent } from "./event.ts";
import { ProxyFailure } from "./failure.ts";

/**
 * A `.` or `..` segment in any spelling that a server may resolve: with encoded dots, between
 * encoded or back slashes, before a `;` as Java servers strip it.
 */
const dotSegment = /(^|[/\\]|%2f|%5c)(\.|%2e){1,2}($|[/\\;]|%2f|%5c|%3b)/i;

/** What may not stand in a path as it is. Escapes that were sent stay as they are. */
const notInPath = /[^!-~]|["#<>?\\^`{|}]/gu;

/**
 * The path that the service gets, in the form of a request target: it begins with one slash, so
 * that no server can read a host out of it.
 *
 * @param basePath - path of the service's URL, put before the call's
 * @param path - the event's path, percent-encoded as the client sent it
 * @throws ProxyFailure for a path with dot segments. API Gateway authorises the path as it is
 *   sent: were `/public/../admin` resolved by the service, it would answer for another route.
 */
export function servicePath(basePath: string, path: string): string {
  if (dotSegment.test(path)) throw new ProxyFailure("unsafePath", "the path has dot segments");
  const prefix = basePath.replace(/\/+$/, "");
  return `${prefix}/${path.replace(/^[/\\]+/, "").replace(notInPath, percentEncode)}`;
}

/**
 * The query of the event, whose names and values API Gateway has decoded, encoded again. A space
 * becomes `%20`, which every server decodes alike, unlike `+`.
 *
 * @returns the query with its `?`, or nothing
 */
export function queryOf(parameters: ProxyEvent["multiValueQueryStringParameters"]): string {
  const query = stringify(parameters ?? {}, "&", "=", { encodeURIComponent: percentEncode });
  return query === "" ? "" : `?${query}`;
}

/** `encodeURIComponent` that does not throw: half a surrogate pair becomes U+FFFD. */
export const percentEncode = (text: string): string => encodeURIComponent(toUSVString(text));
