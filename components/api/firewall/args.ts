import {
  listOf,
  oneOf,
  type OptionRules,
  options,
  type Rule,
  text,
  whole,
} from "../../shared/options.ts";
import { logRetentionDays } from "../../shared/rules.ts";

/**
 * The firewall's rules, in the order of evaluation. The rate comes first, to also count requests
 * that later rules block.
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

/** Groups of rules that AWS maintains. */
export type ManagedGroup = Exclude<RuleName, "rate" | "bodySize">;

const ruleModes = ["block", "count", "off"] as const;

/** Action of a rule on the requests that it matches: `count` lets them pass and logs them. */
export type RuleMode = (typeof ruleModes)[number];

/** AWS WAF in front of the API, evaluated before any token. */
export interface FirewallArgs {
  /**
   * Requests that one address may send within `rateWindowSeconds`, 10 to 2,000,000,000. AWS WAF
   * estimates, so more may pass for up to a minute. Behind a CDN or a company's NAT many people share
   * an address.
   * @default 2,000
   */
  readonly requestsPerAddress?: number;
  /** Seconds over which requests count: 60, 120, 300 or 600. @default 300 */
  readonly rateWindowSeconds?: 60 | 120 | 300 | 600;
  /**
   * Largest body in KB (1,024 bytes), 1 to 64. AWS WAF can't inspect more than 64. Routes with
   * `largeBody` accept up to API Gateway's limit.
   * @default 64
   */
  readonly maxBodyKilobytes?: number;
  /**
   * Action of each rule: `rate` and `bodySize` as above; AWS's groups `ipReputation` (addresses known
   * for attacks), `knownBadInputs` (requests that exploit known vulnerabilities), `common` (common
   * attacks of OWASP's lists, calls without a `User-Agent`) and `sqlInjection`. Try a rule with `count`
   * first if it could block legitimate callers.
   * @default "block", and "off" for sqlInjection, which mistakes some prose for an attack
   */
  readonly rules?: { readonly [Rule in RuleName]?: RuleMode };
  /**
   * Rules within AWS's groups that only count, by AWS's names, such as
   * `{ common: ["CrossSiteScripting_BODY"] }` for an API that accepts HTML.
   * @default none
   */
  readonly countOnly?: { readonly [Group in ManagedGroup]?: readonly string[] };
  /** Days that the log of blocked and counted requests is kept. @default 30 */
  readonly firewallLogRetentionDays?: number;
}

/** Rules of options that every web ACL of the platform has. */
export const webAclRules = {
  // Source: AWS WAF API Reference, "RateBasedStatement".
  requestsPerAddress: whole(10, 2_000_000_000, "It counts per window, not per second."),
  rateWindowSeconds: oneOf([60, 120, 300, 600]),
  firewallLogRetentionDays: logRetentionDays,
} satisfies Record<string, Rule>;

const mode = oneOf(ruleModes);

/** Source: AWS WAF API Reference, "RuleActionOverride" (EntityName). */
const ruleList = listOf(
  text(/^[\w-]{1,128}$/, "AWS's names of the group's rules, such as CrossSiteScripting_BODY"),
);

export const firewallRules: OptionRules<FirewallArgs> = {
  ...webAclRules,
  maxBodyKilobytes: whole(1, 64, "For larger bodies set largeBody: true on the routes."),
  rules: options<NonNullable<FirewallArgs["rules"]>>({
    rate: mode,
    bodySize: mode,
    ipReputation: mode,
    knownBadInputs: mode,
    common: mode,
    sqlInjection: mode,
  }),
  countOnly: options<NonNullable<FirewallArgs["countOnly"]>>({
    ipReputation: ruleList,
    knownBadInputs: ruleList,
    common: ruleList,
    sqlInjection: ruleList,
  }),
};
