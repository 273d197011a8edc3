import { latencyMs } from "./latency.ts";
import { type ApiDomain, type DnsRecord, recordKey, type Zone } from "./model.ts";

export interface Resolution {
  readonly zone: Zone;
  /** Whether Route 53 takes a health check as healthy. */
  readonly isHealthy: (healthCheckId: string) => boolean;
  /** The client's place: a region of AWS. */
  readonly from: string;
  /** Type of the records. @default "A" */
  readonly type?: "A" | "AAAA";
  /** Regions that do not count, because they were tried. @default none */
  readonly without?: ReadonlySet<string>;
  /** From 0 to 1, for weighted records. @default Math.random */
  readonly random?: () => number;
}

/** Aliases that follow each other. Route 53 refuses loops; an export may still have one. */
const maxDepth = 8;

/** What is known of names, so that each is looked at once, however many records lead to it. */
type Known = Map<string, boolean>;

type Scope = Pick<Resolution, "zone" | "without">;

/**
 * Route 53's response to a query: the domain that the chosen records lead to.
 *
 * Among records of the same name, those are left that are healthy; if none is, all of them count. The routing
 * policy chooses one, and an alias leads to the records of another name or to a domain of API Gateway.
 * (Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is configured",
 * "How health checks work in complex Amazon Route 53 configurations")
 *
 * @returns undefined if no record leads anywhere
 */
export function resolve(name: string, options: Resolution): ApiDomain | undefined {
  return follow(name, options, 0);
}

/** Whether Route 53 takes a record as healthy: its own check and, if evaluated, its target's. */
export const isRecordHealthy = (
  record: DnsRecord,
  options: Pick<Resolution, "zone" | "isHealthy">,
): boolean => isUp(record, options, new Map(), 0);

/** Whether a record leads to a domain of API Gateway, whatever its health. */
export const leadsToApi = (record: DnsRecord, zone: Zone): boolean =>
  leads(record, { zone }, new Map(), 0);

function follow(name: string, options: Resolution, depth: number): ApiDomain | undefined {
  const records = recordsOf(options.zone, options.type ?? "A", name);
  if (records === undefined) return domainOf(name, options);
  if (depth === maxDepth) return undefined;
  const leading: Known = new Map();
  const up: Known = new Map();
  const left = options.without
    ? records.filter((record) => leads(record, options, leading, depth))
    : records;
  const healthy = left.filter((record) => isUp(record, options, up, depth));
  const chosen = choose(healthy.length > 0 ? healthy : left, options);
  return chosen && follow(chosen.alias.name, options, depth + 1);
}

const recordsOf = ({ records }: Zone, type: string, name: string) =>
  records.get(recordKey(type, name));

function domainOf(target: string, { zone, without }: Scope): ApiDomain | undefined {
  const domain = zone.domains.find((each) => each.target === target);
  return domain && without?.has(domain.region) ? undefined : domain;
}

/** Whether a record leads to a region that counts. */
function leads(record: DnsRecord, options: Scope, known: Known, depth: number): boolean {
  const { alias, type } = record;
  const next = recordsOf(options.zone, type, alias.name);
  if (next === undefined) return domainOf(alias.name, options) !== undefined;
  return once(alias.name, known, depth, () =>
    next.some((each) => leads(each, options, known, depth + 1)),
  );
}

function isUp(
  { alias, healthCheckId, type }: DnsRecord,
  options: Pick<Resolution, "zone" | "isHealthy">,
  known: Known,
  depth: number,
): boolean {
  if (healthCheckId !== undefined && !options.isHealthy(healthCheckId)) return false;
  if (!alias.evaluateTargetHealth) return true;
  // A domain of API Gateway is ill only if the service itself fails in the region, which it does not here.
  const next = recordsOf(options.zone, type, alias.name);
  if (next === undefined) return true;
  return once(alias.name, known, depth, () =>
    next.some((record) => isUp(record, options, known, depth + 1)),
  );
}

/** Looks at a name once. One that leads to itself, or through too many others, leads nowhere. */
function once(name: string, known: Known, depth: number, look: () => boolean): boolean {
  const before = known.get(name);
  if (before !== undefined || depth === maxDepth) return before ?? false;
  known.set(name, false);
  const result = look();
  known.set(name, result);
  return result;
}

function choose(records: readonly DnsRecord[], options: Resolution): DnsRecord | undefined {
  if (records.length < 2) return records[0];
  const kind = records[0]!.policy.kind;
  if (kind === "latency") return nearest(records, options.from);
  return kind === "weighted" ? weighted(records, options.random ?? Math.random) : records[0];
}

function nearest(records: readonly DnsRecord[], from: string): DnsRecord {
  const distance = ({ policy }: DnsRecord) =>
    policy.kind === "latency" ? latencyMs(from, policy.region) : Number.POSITIVE_INFINITY;
  return records.reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

/**
 * A record with weight 0 is used only if no other one is healthy. With weights of 0 alone, all are equal.
 * (Route 53 Developer Guide, "Weighted routing")
 */
function weighted(records: readonly DnsRecord[], random: () => number): DnsRecord {
  const weightOf = ({ policy }: DnsRecord) => (policy.kind === "weighted" ? policy.weight : 0);
  const total = records.reduce((sum, record) => sum + weightOf(record), 0);
  if (total === 0) return records[Math.floor(random() * records.length)]!;
  let left = random() * total;
  return records.find((record) => (left -= weightOf(record)) < 0) ?? records.at(-1)!;
}
