import type { CacheResult } from "./viewer/responseHeaders.ts";

/** Requests of a distribution, and how they ended. */
export interface DistributionCounters {
  requests: number;
  hits: number;
  misses: number;
  /** Stale responses that the origin confirmed, or that replaced an error. */
  refreshHits: number;
  errors: number;
  /** Responses that functions generated. */
  functionResponses: number;
}

export const newCounters = (): DistributionCounters => ({
  requests: 0,
  hits: 0,
  misses: 0,
  refreshHits: 0,
  errors: 0,
  functionResponses: 0,
});

export const counterOf = {
  Hit: "hits",
  Miss: "misses",
  RefreshHit: "refreshHits",
  Error: "errors",
  FunctionGeneratedResponse: "functionResponses",
} as const satisfies Record<CacheResult, keyof DistributionCounters>;
