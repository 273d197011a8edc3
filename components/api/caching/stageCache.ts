import { ComponentArgumentError } from "../../shared/errors.ts";
import type { AuthorizerDefinitions } from "../authorizers/definition.ts";
import { defaultTtlSeconds, type RouteCache } from "../guards/cache.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import { callerParts } from "./caller.ts";

/** Source: API Gateway API Reference, "CreateStage" (`cacheClusterSize`). */
const sizes = [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237] as const;

/**
 * Where a stage keeps the answers of routes with `cache`. It costs by the hour, used or not, in each
 * region: 0.02 USD (15 a month) for 0.5 GB, up to 3.80 for 237 GB (us-east-1). Making it or changing
 * its size takes about four minutes and begins with an empty cache.
 */
export interface StageCache {
  /** Gigabytes. Larger ones are faster, too. */
  readonly sizeGb: (typeof sizes)[number];
}

export interface StageCacheArgs {
  /** Where answers of routes with `cache` are kept. @default none, and no route is cached */
  cache?: StageCache;
}

/**
 * @throws ComponentArgumentError for a cache that API Gateway does not have, or that no route uses
 * @throws RouteError for a route that can't be cached, or could tell one caller another's answer
 */
export function checkStageCache(
  component: string,
  { cache, authorizers = {} }: StageCacheArgs & { authorizers?: AuthorizerDefinitions | undefined },
  routes: readonly Route[],
): void {
  const cached = routes.filter((route) => route.cache !== undefined);
  const refuse = (allowed: string, fix: string) => {
    throw new ComponentArgumentError({ component, argument: "cache", given: cache, allowed, fix });
  };
  if (cache && !sizes.includes(cache.sizeGb)) {
    refuse(`sizeGb of ${sizes.join(", ")}`, "Begin with 0.5.");
  }
  if (cache && cached.length === 0) {
    refuse("a cache that a route uses", "It costs by the hour: give a route cache, or remove it.");
  }
  for (const route of cached) {
    if (!cache) {
      throw new RouteError(
        route.key,
        "it is cached, but its stage has no cache",
        "Give the platform one, cache: { sizeGb: 0.5 }, which costs 0.02 USD an hour in each region, or remove the route's.",
      );
    }
    if (!route.cache?.shared && callerParts(route, authorizers) === undefined) {
      throw new RouteError(
        route.key,
        "it is cached, but no header or query parameter tells its callers apart",
        "Say cache.shared: true if all who may call may get the same answer, or remove cache.",
      );
    }
  }
}

/** The stage's part. */
export const cacheCluster = (cache: StageCache | undefined) =>
  cache ? { cacheClusterEnabled: true, cacheClusterSize: String(cache.sizeGb) } : {};

/** A method's part: off unless its route says otherwise, whatever the stage has. */
export const cacheSettings = (cache: RouteCache | undefined) =>
  cache
    ? {
        cachingEnabled: true,
        cacheTtlInSeconds: cache.ttlSeconds ?? defaultTtlSeconds,
        cacheDataEncrypted: true,
        requireAuthorizationForCacheControl: true,
        // Browsers ask for fresh answers by themselves: that is no reason to refuse them one.
        unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITHOUT_RESPONSE_HEADER",
      }
    : { cachingEnabled: false };
