import { check, listOf, oneOf, options, type Rule, whole } from "../../shared/options.ts";
import { addressRange } from "../../shared/rules.ts";

/** Sizes of the search, and who reaches it. */
export interface SearchOptions {
  /** Type of the domain's nodes. @default "t3.small.search", about 26 USD a month */
  readonly instanceType?: string;
  /** Number of nodes: 1 in one zone, or 2, 4 or 6 in two zones, with a copy of each index. @default 1 */
  readonly instances?: number;
  /** Disk of each node in GiB, about 0.12 USD a month each. @default 10 */
  readonly volumeGb?: number;
  /** Days that lines can be searched. @default 14 */
  readonly retentionDays?: number;
  /** Days that the archive in S3 is kept, in each region. @default 365 */
  readonly archiveDays?: number;
  /**
   * Private ranges that reach the domain and its dashboards, such as a VPN's.
   * @default none: only from the VPC's own functions
   */
  readonly readers?: readonly string[];
}

const instanceType = check(
  (value) => typeof value === "string" && /^[a-z][a-z0-9]*\.[a-z0-9]+\.search$/.test(value),
  "a type of OpenSearch instances, such as m7g.large.search",
);

const privateRange: Rule = (given, path) => {
  const faults = addressRange(given, path);
  if (faults.length > 0) return faults;
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i.test(
    String(given),
  )
    ? []
    : [{ argument: path, given, allowed: "a private range, such as 10.8.0.0/16" }];
};

const sizes = options<SearchOptions>({
  instanceType,
  instances: oneOf([1, 2, 4, 6]),
  volumeGb: whole(10, 1_000),
  retentionDays: whole(1, 365),
  archiveDays: whole(1, 3_650),
  readers: listOf(privateRange),
});

/** `"opensearch"`, or its sizes. */
export const searchRule: Rule = (given, path) => {
  if (given === "opensearch") return [];
  if (typeof given === "object") return sizes(given, path);
  return [{ argument: path, given, allowed: '"opensearch", or an object with its sizes' }];
};
