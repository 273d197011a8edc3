import { check, flag, listOf, options, type OptionRules, whole } from "../../shared/options.ts";
import type { RoutePlace } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";
import { sourcesOf } from "../templates/source.ts";
import { unseenHeaders } from "./request.ts";

/** A part of the cache key, such as `query.status` or `header.X-Tenant`. */
export type CacheKey = `query.${string}` | `header.${string}`;

/** Settings of a route's cache. */
export interface RouteCache {
  /** Seconds that a response is kept: 1 to 3,600. @default 300 */
  readonly ttlSeconds?: number;
  /**
   * Parts of the request in the cache key, besides path parameters, values that the integration maps
   * (`from.query`, `from.header`) and, unless `shared` is set, the caller. Requests with the same key
   * get the same response. A header counts in the given spelling and in lower case, as HTTP/2 clients
   * send it. API Gateway may use only one value of a repeated query parameter, so the backend should
   * do the same.
   * @default the query parameters and headers that `validate` names
   */
  readonly keys?: readonly CacheKey[];
  /**
   * Shares responses among all callers. Otherwise the cache key includes everything by which `auth` and
   * `apiKey` identify callers: the token, the API key, or an authorizer's headers and query parameters.
   * Routes with `auth: "iam"` need `shared`, because every request has another signature.
   * @default false
   */
  readonly shared?: boolean;
  /** Required for POST, because API Gateway ignores bodies in the cache key. @default false */
  readonly ignoreBody?: boolean;
}

/** Caching of a route. */
export interface CacheGuard {
  /**
   * Keeps the route's responses of at most 1 MB, whatever their status, encrypted in the stage's
   * cache, whose size the platform's `cache` sets. Authorization, throttling and validation still
   * happen for each call. The backend does not see `Range`, `If-None-Match` and the other conditions of
   * a client, unless they are keys: the part or the empty 304 would be everybody's response. A
   * template of your own must read nothing that is not in the key. A client that asks for a new response (`Cache-Control: max-age=0`) gets a
   * cached one unless a policy allows it `execute-api:InvalidateCache`. Do not cache responses that
   * set cookies.
   * @default each call reaches the backend
   */
  cache?: RouteCache;
}

/** API Gateway's own default. */
export const defaultTtlSeconds = 300;

/** Source: API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway". */
const maxTtlSeconds = 3600;

/** Methods that change nothing, so that a cached response can replace a call. */
const safeMethods = ["GET", "HEAD", "OPTIONS"];

/** Names that mapping expressions support. */
const keyPattern = /^(query|header)\.([\w.$-]+)$/;

const isKey = (value: unknown): boolean => {
  if (typeof value !== "string") return false;
  const [, place, name = ""] = keyPattern.exec(value) ?? [];
  return place === "query" || (place === "header" && !unseenHeaders.test(name));
};

export const cacheRules: OptionRules<CacheGuard> = {
  cache: options<RouteCache>({
    ttlSeconds: whole(1, maxTtlSeconds),
    keys: listOf(
      check(
        isKey,
        '"query.<name>" or "header.<name>"',
        "Path parameters always count and need no key.",
      ),
    ),
    shared: flag,
    ignoreBody: flag,
  }),
};

export function checkCache(
  route: RoutePlace & CacheGuard & { readonly integration: object },
): void {
  const { key, cache, method, integration } = route;
  if (cache === undefined) return;
  if (method === "ANY") {
    throw new RouteError(
      key,
      "it caches ANY, but API Gateway caches single methods",
      "List GET as a route of its own.",
    );
  }
  if (!safeMethods.includes(method) && !(method === "POST" && cache.ignoreBody)) {
    throw new RouteError(
      key,
      `it caches ${method}, but a cached response skips the call`,
      "Cache GET. A POST that only reads needs ignoreBody: true, because the cache ignores bodies.",
    );
  }
  if ("streaming" in integration && integration.streaming) {
    throw new RouteError(key, "API Gateway can't cache a stream", "Remove cache or streaming.");
  }
  for (const source of sourcesOf(integration)) {
    if (source.from === "sourceIp") {
      throw new RouteError(
        key,
        "it is cached, but maps the caller's address",
        "Remove cache or the mapping.",
      );
    }
    if ((source.from === "claim" || source.from === "authorizer") && cache.shared) {
      throw new RouteError(
        key,
        `its cache is shared, but it maps the caller's ${source.from} "${source.name}"`,
        "Remove shared to keep each caller's responses apart.",
      );
    }
  }
}
