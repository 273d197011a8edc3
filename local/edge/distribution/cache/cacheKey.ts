import type { ViewerRequest } from "../viewer/viewerRequest.ts";
import type { CachePolicy } from "../model.ts";
import { acceptedEncodings, selectedCookies, selectedQuery } from "./viewerValues.ts";

/**
 * The key of a cached response: the path, and the values that the cache policy selects. HEAD shares the responses of
 * GET. (CloudFront Developer Guide, "Understand the cache key")
 */
export function cacheKey(viewer: ViewerRequest, policy: CachePolicy): string {
  const { method, path, query, headers } = viewer;
  const parts = [
    method === "OPTIONS" ? "OPTIONS" : "GET",
    path,
    selectedQuery(query, policy.queryStrings),
    selectedCookies(headers["cookie"]?.toString(), policy.cookies),
    acceptedEncodings(headers["accept-encoding"]?.toString(), policy).join(),
  ];
  // A cache policy can include headers only by name.
  for (const name of policy.headers.names) {
    if (policy.headers.behavior === "whitelist") parts.push(`${name}: ${text(headers[name])}`);
  }
  // No part of a request can contain a line break.
  return parts.join("\n");
}

const text = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(", ") : (value ?? "");
