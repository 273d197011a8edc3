import { table } from "../table.ts";
import { type Load, regionRps, usualRps } from "./load.ts";
import { type Quota, quotas } from "./quotas.ts";

/** A quota under a load. */
export interface Demand {
  readonly service: string;
  readonly name: string;
  readonly unit: string;
  /** The lowest of all regions. */
  readonly limit: number;
  /** Region with that limit; `undefined` if all have the same. */
  readonly region: string | undefined;
  readonly needed: number;
  /** Requests per second of all regions at which it is reached. `undefined` if the load does not matter. */
  readonly reachedAtRps: number | undefined;
  readonly raise: Quota["raise"];
  readonly page: string;
  /** Set if the value was not read on the page. */
  readonly unread: true | undefined;
}

/** The quotas that apply to a load, the ones that are reached first at the beginning. */
export const demands = (load: Load): Demand[] =>
  quotas
    .filter(({ when }) => when?.(load) ?? true)
    .map((quota) => demandOf(quota, load))
    .toSorted((a, b) => (a.reachedAtRps ?? Infinity) - (b.reachedAtRps ?? Infinity));

function demandOf(quota: Quota, load: Load): Demand {
  const { service, name, unit, raise, page, unread } = quota;
  const limits = load.regions.map((region) => ({
    region: region.name,
    limit: quota.limit(region),
  }));
  const [lowest] = limits.toSorted((a, b) => a.limit - b.limit);
  const { limit, region } = lowest!;
  const needed = quota.use(load);
  return {
    ...{ service, name, unit, raise, page, unread, limit, needed },
    region: limits.every((other) => other.limit === limit) ? undefined : region,
    reachedAtRps: quota.fixed ? undefined : Math.floor((load.rps * limit) / needed + tolerance),
  };
}

/** For sums of fractions that are whole numbers. */
const tolerance = 1e-6;

const exceeded = ({ limit, needed }: Demand): boolean => needed > limit + tolerance;

/** The report in words and a table. */
export function capacityReport(load: Load): string {
  const all = demands(load);
  const over = all.filter(exceeded);
  return [
    spread(load),
    assumptions(load),
    "",
    demandTable(all),
    "",
    over.length === 0
      ? "No quota is reached."
      : `Reached at ${plain(load.rps)} requests/s, in this order:\n${over.map(advice).join("\n")}`,
    "",
    "Values are AWS's defaults by copies of its pages of 2026; your account's are in Service Quotas. Nobody has",
    "read those with * on AWS's page. Sources are in commands/capacity/quotas.ts; --json prints them.",
  ].join("\n");
}

function spread(load: Load): string {
  const { rps, regions, failover } = load;
  const each = `${plain(rps)} requests/s: ${plain(usualRps(load))} in each of ${regions.length} region${regions.length > 1 ? "s" : ""}`;
  return failover ? `${each}, ${plain(regionRps(load))} in each while one is lost.` : `${each}.`;
}

const assumptions = (load: Load): string =>
  `Assumed: ${load.latencyMs} ms per request in the proxy function, ${load.writeShare * 100} % writes of 1 KB, ` +
  `${plain(load.requestsPerSignIn)} requests\nper sign-in, ${plain(load.rpsPerTask)} requests/s per task, ` +
  "one new connection through NAT per request.";

function demandTable(all: readonly Demand[]): string {
  const rows = all.map((demand) => [
    demand.service,
    demand.name,
    `${plain(demand.limit)}${demand.unread ? "*" : ""} ${demand.unit}${demand.region ? ` (${demand.region})` : ""}`,
    plain(demand.needed),
    demand.reachedAtRps === undefined ? "–" : plain(demand.reachedAtRps),
    exceeded(demand) ? "REACHED" : "",
  ]);
  return table(["", "quota", "limit", "needed", "reached at requests/s", ""], rows);
}

function advice({ service, name, needed, unit, raise, reachedAtRps }: Demand, index: number) {
  const at = reachedAtRps === undefined ? "" : `at ${plain(reachedAtRps)} requests/s. `;
  const how =
    typeof raise === "string"
      ? raise
      : `Raise ${raise.service} ${raise.code} to ${plain(needed)} ${unit}.`;
  return `  ${index + 1}. ${service}, ${name}: ${at}${how}`;
}

/** Such as 16,667; rounded up, because it is needed. */
const plain = (value: number): string => Math.ceil(value - tolerance).toLocaleString("en-US");
