// What `GET limits` returns, for the page too: types only.

/** A token bucket. */
export interface BucketState {
  readonly ratePerSecond: number;
  readonly burst: number;
  /** With fractions. */
  readonly tokens: number;
}

export interface CacheState {
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly hits: number;
  readonly misses: number;
}

/** A cache of a stage; a canary release has its own. */
export type NamedCache = CacheState & { readonly name: "live" | "canary" };

/** The limits and caches of a stage, as they are now. */
export interface StageLimits {
  /** By method, such as `GET /orders/{id}`. */
  readonly methods: readonly (BucketState & { readonly method: string })[];
  readonly caches: readonly NamedCache[];
}

/** The throttles of a plan's keys. */
export interface PlanLimits {
  readonly plan: string;
  readonly planId: string;
  readonly keys: readonly {
    readonly key: string;
    readonly keyId: string;
    /** That of all methods, and those of methods with limits of their own, once they were called. */
    readonly buckets: readonly (BucketState & { readonly method: string | null })[];
  }[];
}

/** The throttles and caches of a region. */
export interface RegionLimits {
  /** That of all APIs together; `null` while the region is stopped. */
  readonly account: BucketState | null;
  /** By the stage's name in the region. */
  readonly stages: readonly (StageLimits & { readonly stage: string })[];
  readonly plans: readonly PlanLimits[];
}

/** Calls that a key of a usage plan has made. */
interface KeyUsage {
  readonly key: string;
  readonly keyId: string;
  readonly usedToday: number;
  /** In this period; null without a quota. */
  readonly remaining: number | null;
}

/** The usage of a plan's keys. */
export interface PlanUsage {
  readonly plan: string;
  readonly planId: string;
  readonly quota: { readonly limit: number; readonly period: string } | null;
  readonly keys: readonly KeyUsage[];
}

/** A region of `GET limits`. */
export interface LimitsOfRegion extends RegionLimits {
  readonly region: string;
  readonly quotas: readonly PlanUsage[];
}
