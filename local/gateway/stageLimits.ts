import type { BucketState, StageLimits } from "../apiTypes/limits.ts";
import { ResponseCache } from "./caching/responseCache.ts";
import type { Kept } from "./kept.ts";
import { TokenBucket } from "./throttle/tokenBucket.ts";

export const bucketState = ({ limit, tokens }: TokenBucket): BucketState => ({ ...limit, tokens });

/** Reads what a stage has kept: see the names in `createLimiters` and `createCache`. */
export function stageLimits(kept: Kept): StageLimits {
  const all = kept.values();
  return {
    methods: all.flatMap(([name, value]) => {
      const [, method] = /^limit (\S+ \S+)/.exec(name) ?? [];
      return method !== undefined && value instanceof TokenBucket
        ? [{ method, ...bucketState(value) }]
        : [];
    }),
    caches: all.flatMap(([name, value]) =>
      value instanceof ResponseCache
        ? [
            {
              name: name.startsWith("canary") ? ("canary" as const) : ("live" as const),
              ...value.state,
            },
          ]
        : [],
    ),
  };
}

/** @returns the number of deleted entries */
export function flushCaches(kept: Kept): number {
  const caches = kept
    .values()
    .flatMap(([, value]) => (value instanceof ResponseCache ? [value] : []));
  const entries = caches.reduce((sum, cache) => sum + cache.state.entries, 0);
  for (const cache of caches) cache.flush();
  return entries;
}
