/**
 * The firewall's rules, in the order in which a request meets them. The rate comes first, so that
 * it counts what the others block, too.
 */
export const ruleNames = [
  "rate",
  "bodySize",
  "ipReputation",
  "knownBadInputs",
  "common",
  "sqlInjection",
] as const;

export type RuleName = (typeof ruleNames)[number];

/** Groups of rules that AWS keeps up to date. */
export type ManagedGroup = Exclude<RuleName, "rate" | "bodySize">;

/** What a rule does with the requests that it matches: `count` lets them pass and logs them. */
export const ruleModes = ["block", "count", "off"] as const;

export type RuleMode = (typeof ruleModes)[number];

/** What stands in front of the API, before anybody's token is looked at. */
export interface FirewallArgs {
  /**
   * Requests that one address may send within `rateWindowSeconds`, 10 to 2,000,000,000. AWS WAF
   * estimates, so that more pass for up to a minute. Behind a CDN or a company's NAT many people
   * share an address.
   * @default 2,000
   */
  readonly requestsPerAddress?: number;
  /** How far back requests count: 60, 120, 300 or 600. @default 300 */
  readonly rateWindowSeconds?: 60 | 120 | 300 | 600;
  /**
   * Largest body in KB (1,024 bytes), 1 to 64. More than 64 AWS WAF can't read, so that anything
   * could stand behind. Routes with `largeBody` take what API Gateway takes.
   * @default 64
   */
  readonly maxBodyKilobytes?: number;
  /**
   * What each rule does: `rate` and `bodySize` as above; AWS's groups `ipReputation` (addresses known
   * for attacks), `knownBadInputs` (requests that exploit known holes), `common` (OWASP's usual
   * attacks, calls without a `User-Agent`) and `sqlInjection`. Try a rule with `count` first where
   * callers could be hit that mean well.
   * @default "block", and "off" for sqlInjection, which takes some prose for an attack
   */
  readonly rules?: { readonly [Rule in RuleName]?: RuleMode };
  /**
   * Single rules of AWS's groups that only count, by AWS's names, such as
   * `{ common: ["CrossSiteScripting_BODY"] }` for an API that takes HTML.
   * @default none
   */
  readonly countOnly?: { readonly [Group in ManagedGroup]?: readonly string[] };
  /** Days that blocked and counted requests are kept. @default 30 */
  readonly firewallLogRetentionDays?: number;
}
