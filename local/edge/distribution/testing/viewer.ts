import type { CachePolicy, Selection } from "../model.ts";
import type { ViewerRequest } from "../viewer/viewerRequest.ts";

/** A viewer's request with these headers. */
export function viewer(
  url = "/",
  headers: Record<string, string> = {},
  method = "GET",
): ViewerRequest {
  const [path = "", query = ""] = url.split("?");
  const all = { host: "www.example.com", ...headers };
  return {
    id: "id==",
    method,
    path,
    query,
    headers: all,
    rawHeaders: Object.entries(all).flat(),
    ip: "192.0.2.1",
    region: undefined,
    body: undefined,
  };
}

export const none: Selection = { behavior: "none", names: new Set() };
export const all: Selection = { behavior: "all", names: new Set() };
export const only = (...names: string[]): Selection => ({
  behavior: "whitelist",
  names: new Set(names),
});
export const allBut = (...names: string[]): Selection => ({
  behavior: "allExcept",
  names: new Set(names),
});

/** A cache policy that keeps responses for a minute unless the origin says otherwise, by path alone. */
export const policy = (more: Partial<CachePolicy> = {}): CachePolicy => ({
  headers: none,
  cookies: none,
  queryStrings: none,
  minTtlSeconds: 0,
  defaultTtlSeconds: 60,
  maxTtlSeconds: 3_600,
  gzip: false,
  brotli: false,
  ...more,
});
