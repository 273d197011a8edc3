import { stringify } from "node:querystring";
import type { ProxyEvent } from "./event.ts";
import { percentEncode } from "./percentEncode.ts";

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
