import type { RegionLimits } from "../apiTypes/limits.ts";
import { bucketState, type UsageMeter } from "../gateway/index.ts";
import type { RegionRun } from "./run.ts";

export const regionLimits = (run: RegionRun | undefined, usage: UsageMeter): RegionLimits => ({
  account: run ? bucketState(run.account) : null,
  stages: [...(run?.gateways.running ?? [])].map(([stage, { limits }]) => ({ stage, ...limits })),
  plans: usage.limits(),
});
