import type { PlanUsage } from "../gateway/index.ts";

/** The use of a region's plans. */
export interface RegionUsage {
  readonly region: string;
  readonly plans: readonly PlanUsage[];
}

/** What `GET /_palisade/usage?plan=` answers: the plan's use in each region, or what there is instead. */
export type UsageAnswer =
  | { readonly status: 200; readonly body: { plan: string; regions: PlanUsageIn[] } }
  | { readonly status: 400 | 404; readonly body: { message: string } };

export type PlanUsageIn = Pick<PlanUsage, "planId" | "quota" | "keys"> & {
  readonly region: string;
};

/**
 * Picks a plan's use; each region counts for itself, as on AWS.
 *
 * @param region - only this one; all that have the plan if left out
 */
export function selectUsage(
  usage: readonly RegionUsage[],
  plan: string | null,
  region: string | null,
): UsageAnswer {
  const known = [...new Set(usage.flatMap(({ plans }) => plans.map((each) => each.plan)))];
  const there = known.length > 0 ? `there are ${known.join(", ")}` : "there is none";
  if (!plan) return refuse(400, `Say which usage plan, with ?plan=; ${there}.`);
  const regions = usage.map((each) => each.region);
  if (region && !regions.includes(region)) {
    return refuse(404, `There is no region "${region}"; there are ${regions.join(", ")}.`);
  }
  const found = usage
    .filter((each) => !region || each.region === region)
    .flatMap(({ region: name, plans }) =>
      plans
        .filter((each) => each.plan === plan)
        .map(({ planId, quota, keys }) => ({ region: name, planId, quota, keys })),
    );
  if (found.length === 0) return refuse(404, `There is no usage plan "${plan}"; ${there}.`);
  return { status: 200, body: { plan, regions: found } };
}

const refuse = (status: 400 | 404, message: string): UsageAnswer => ({ status, body: { message } });
