import type { PlanUsage } from "../gateway/index.ts";

/** The usage of a region's plans. */
export interface RegionUsage {
  readonly region: string;
  readonly plans: readonly PlanUsage[];
}

/** Response of `GET /_palisade/usage?plan=`: the plan's usage in each region, or an error. */
export type UsageResponse =
  | { readonly status: 200; readonly body: { plan: string; regions: PlanUsageIn[] } }
  | { readonly status: 400 | 404; readonly body: { message: string } };

type PlanUsageIn = Pick<PlanUsage, "planId" | "quota" | "keys"> & {
  readonly region: string;
};

/**
 * Selects a plan's usage. Each region counts separately, as on AWS.
 *
 * @param region - limits the result to one region
 */
export function selectUsage(
  usage: readonly RegionUsage[],
  plan: string | null,
  region: string | null,
): UsageResponse {
  const known = [...new Set(usage.flatMap(({ plans }) => plans.map((each) => each.plan)))];
  const allowed = known.length > 0 ? `Use one of: ${known.join(", ")}.` : "No plan is defined.";
  if (!plan) return refuse(400, `The parameter ?plan= is required. ${allowed}`);
  const regions = usage.map((each) => each.region);
  if (region && !regions.includes(region)) {
    return refuse(404, `Unknown region "${region}". Use one of: ${regions.join(", ")}.`);
  }
  const found = usage
    .filter((each) => !region || each.region === region)
    .flatMap(({ region: name, plans }) =>
      plans
        .filter((each) => each.plan === plan)
        .map(({ planId, quota, keys }) => ({ region: name, planId, quota, keys })),
    );
  if (found.length === 0) return refuse(404, `Unknown usage plan "${plan}". ${allowed}`);
  return { status: 200, body: { plan, regions: found } };
}

const refuse = (status: 400 | 404, message: string): UsageResponse => ({
  status,
  body: { message },
});
