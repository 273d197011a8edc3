interface Bucket {
  readonly ratePerSecond: number;
  readonly burst: number;
  readonly tokens: number;
}

export interface Cache {
  readonly name: string;
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly hits: number;
  readonly misses: number;
}

export interface Stage {
  readonly stage: string;
  readonly methods: readonly (Bucket & { readonly method: string })[];
  readonly caches: readonly Cache[];
}

/** A region of `GET limits`. */
export interface RegionLimits {
  readonly region: string;
  /** `null` while the region is stopped. */
  readonly account: Bucket | null;
  readonly stages: readonly Stage[];
  readonly plans: readonly {
    readonly planId: string;
    readonly keys: readonly {
      readonly keyId: string;
      readonly buckets: readonly (Bucket & { readonly method: string | null })[];
    }[];
  }[];
  readonly quotas: readonly {
    readonly plan: string;
    readonly planId: string;
    readonly quota: { readonly limit: number; readonly period: string } | null;
    readonly keys: readonly {
      readonly key: string;
      readonly keyId: string;
      readonly usedToday: number;
      readonly remaining: number | null;
    }[];
  }[];
}
