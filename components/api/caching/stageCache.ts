import { oneOf, type OptionRules, options, required } from "../../shared/options.ts";
import type { AuthorizerDefinitions } from "../authorizers/definition.ts";
import { defaultTtlSeconds, type RouteCache } from "../guards/cache.ts";
import type { Route } from "../route/route.ts";
import { type ApiFault, RouteError } from "../route/routeError.ts";
import { callerParts } from "./cacheKey.ts";

/** Source: API Gateway API Reference, "CreateStage" (`cacheClusterSize`). */
const sizes = [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237] as const;

/**
 * A stage's cache for the responses of routes with `cache`. It costs by the hour, used or not, in each
 * region: 0.02 USD (15 a month) for 0.5 GB, up to 3.80 for 237 GB (us-east-1). Creating or resizing it
 * takes about four minutes and empties it.
 */
export interface StageCache {
  /** Gigabytes. Larger caches are also faster. */
  readonly sizeGb: (typeof sizes)[number];
}

export interface StageCacheArgs {
  /** Cache for the responses of routes with `cache`. @default none, and no route can be cached */
  cache?: StageCache;
}

export const stageCacheRules: OptionRules<StageCacheArgs> = {
  cache: options<StageCache>({ sizeGb: required(oneOf(sizes, "Begin with 0.5.")) }),
};

/**
 * Faults of a cache that no route uses, and of routes that can't be cached or could give one caller
 * another's response.
 */
export function cacheFaults(
  { cache, authorizers = {} }: StageCacheArgs & { authorizers?: AuthorizerDefinitions | undefined },
  routes: readonly Route[],
): ApiFault[] {
  const cached = routes.filter((route) => route.cache !== undefined);
  if (cache && cached.length === 0) {
    const fix = "It costs by the hour: set cache on a route, or remove it.";
    const allowed = "none, because no route sets cache";
    return [{ argument: "cache", given: cache, allowed, fix }];
  }
  return cached.flatMap((route) => {
    if (!cache) {
      return [
        new RouteError(
          route.key,
          "it is cached, but its stage has no cache",
          "Set the platform's cache: { sizeGb: 0.5 }, which costs 0.02 USD an hour in each region, or remove the route's.",
        ),
      ];
    }
    if (route.cache?.shared || callerParts(route, authorizers) !== undefined) return [];
    return [
      new RouteError(
        route.key,
        "it is cached, but no header or query parameter identifies its callers",
        "Set cache.shared: true if all callers may share a response, or remove cache.",
      ),
    ];
  });
}

/** The stage's settings. */
export const cacheCluster = (cache: StageCache | undefined) =>
  cache ? { cacheClusterEnabled: true, cacheClusterSize: String(cache.sizeGb) } : {};

/** A method's settings: off unless its route sets `cache`, even if the stage has a cache. */
export const cacheSettings = (cache: RouteCache | undefined) =>
  cache
    ? {
        cachingEnabled: true,
        cacheTtlInSeconds: cache.ttlSeconds ?? defaultTtlSeconds,
        cacheDataEncrypted: true,
        requireAuthorizationForCacheControl: true,
        // Browsers send Cache-Control by themselves, and their requests should not fail.
        unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITHOUT_RESPONSE_HEADER",
      }
    : { cachingEnabled: false };
