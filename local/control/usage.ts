import type { PlanUsage } from "../apiTypes/limits.ts";
import { ControlError, unknownName } from "./controlError.ts";
import type { Endpoint } from "./endpoint.ts";

/** The usage of a region's plans. */
export interface RegionUsage {
  readonly region: string;
  readonly plans: readonly PlanUsage[];
}

/** A plan's usage in each region. */
export interface UsageOfPlan {
  readonly plan: string;
  readonly regions: (Pick<PlanUsage, "planId" | "quota" | "keys"> & { readonly region: string })[];
}

/** `GET usage?plan=&region=`: calls that the API keys of a usage plan have made. */
export const usageEndpoints = (usage: () => readonly RegionUsage[]): Endpoint[] => [
  {
    method: "GET",
    path: "usage",
    query: ["plan", "region"],
    handle: ({ query }) => selectUsage(usage(), query.get("plan"), query.get("region")),
  },
];

/**
 * Selects a plan's usage. Each region counts separately, as on AWS.
 *
 * @param region - limits the result to one region
 * @throws ControlError without a plan (400), and for an unknown plan or region (404)
 */
export function selectUsage(
  usage: readonly RegionUsage[],
  plan: string | null,
  region: string | null,
): UsageOfPlan {
  const known = [...new Set(usage.flatMap(({ plans }) => plans.map((each) => each.plan)))];
  const allowed = known.length > 0 ? `Use one of: ${known.join(", ")}.` : "No plan is defined.";
  if (!plan) throw new ControlError(400, `The parameter ?plan= is required. ${allowed}`);
  const regions = usage.map((each) => each.region);
  if (region && !regions.includes(region)) throw unknownName("region", region, regions);
  const found = usage
    .filter((each) => !region || each.region === region)
    .flatMap(({ region: name, plans }) =>
      plans
        .filter((each) => each.plan === plan)
        .map(({ planId, quota, keys }) => ({ region: name, planId, quota, keys })),
    );
  if (found.length === 0) throw new ControlError(404, `Unknown usage plan "${plan}". ${allowed}`);
  return { plan, regions: found };
}
