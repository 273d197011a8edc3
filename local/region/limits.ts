import {
  type BucketState,
  bucketState,
  type PlanLimits,
  type StageLimits,
  type UsageMeter,
} from "../gateway/index.ts";
import type { RegionRun } from "./run.ts";

/** The throttles and caches of a region. */
export interface RegionLimits {
  /** That of all APIs together; `null` while the region is stopped. */
  readonly account: BucketState | null;
  /** By the stage's name in the region. */
  readonly stages: readonly (StageLimits & { readonly stage: string })[];
  readonly plans: readonly PlanLimits[];
}

export const regionLimits = (run: RegionRun | undefined, usage: UsageMeter): RegionLimits => ({
  account: run ? bucketState(run.account) : null,
  stages: [...(run?.gateways.running ?? [])].map(([stage, { limits }]) => ({ stage, ...limits })),
  plans: usage.limits(),
});
