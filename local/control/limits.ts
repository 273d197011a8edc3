import type { LimitsOfRegion, PlanUsage, RegionLimits } from "../apiTypes/limits.ts";
import { unknownName } from "./controlError.ts";
import type { ControlRequest } from "./controlRequest.ts";
import type { Endpoint } from "./endpoint.ts";

/** A region as far as its limits are concerned. */
export interface LimitedRegion {
  readonly name: string;
  readonly limits: RegionLimits;
  readonly usage: readonly PlanUsage[];
  /** @returns undefined for a stage that does not run */
  flushCaches(stage: string): number | undefined;
}

/**
 * Throttles, quotas and caches as they are now:
 * - `GET limits`: `{ regions: [{ region, account, stages, plans, quotas }] }`
 * - `POST limits/{region}/{stage}/flush`: deletes the stage's cached responses
 */
export const limitEndpoints = (regions: readonly LimitedRegion[]): Endpoint[] => [
  {
    method: "GET",
    path: "limits",
    handle: () => ({
      regions: regions.map(({ name, limits, usage }): LimitsOfRegion => ({
        region: name,
        ...limits,
        quotas: usage,
      })),
    }),
  },
  {
    method: "POST",
    path: "limits/{region}/{stage}/flush",
    handle: (request) => ({ deleted: flush(regions, request) }),
  },
];

function flush(regions: readonly LimitedRegion[], request: ControlRequest): number {
  const name = request.param("region");
  const region = regions.find((each) => each.name === name);
  if (!region) {
    const names = regions.map((each) => each.name);
    throw unknownName("region", name, names);
  }
  const stage = request.param("stage");
  const deleted = region.flushCaches(stage);
  if (deleted !== undefined) return deleted;
  const stages = region.limits.stages.map((each) => each.stage);
  throw unknownName("stage", stage, stages);
}
