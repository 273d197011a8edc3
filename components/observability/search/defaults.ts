import type { SearchOptions } from "./options.ts";

/** The smallest domain that AWS offers, for a team's own environment; a day of logs is in one shard. */
export const sizes = {
  instanceType: "t3.small.search",
  instances: 1,
  volumeGb: 10,
  // On 10 GiB, about 700 MB of lines a day.
  retentionDays: 14,
  archiveDays: 365,
  readers: [],
} as const satisfies Required<SearchOptions>;

/** The same major and minor version as the tests' OpenSearch. */
export const engineVersion = "OpenSearch_2.19";

/** A domain takes 15 to 25 minutes, and larger changes replace all of its nodes. */
export const domainTimeouts = { create: "90m", update: "180m", delete: "90m" };

/** TLS 1.2 or newer, with ciphers that keep recorded traffic secret if a key is lost. */
export const tlsPolicy = "Policy-Min-TLS-1-2-PFS-2023-10";

/** Seconds that Firehose collects lines at most before it delivers them: how late the search is. */
export const bufferingSeconds = 60;

/** MB that Firehose collects at most. The transformation's request and response must stay below 6 MB. */
export const bufferingMb = 5;
