import type { ManagedGroup } from "./args.ts";

/**
 * AWS's own names. Together with the other rules they take 1,131 of the 1,500 capacity units that
 * a web ACL has without extra cost.
 * Source: AWS WAF Developer Guide, "AWS Managed Rules rule groups list" and "Using rule statements".
 */
export const managedGroups: Readonly<Record<ManagedGroup, string>> = {
  ipReputation: "AWSManagedRulesAmazonIpReputationList",
  knownBadInputs: "AWSManagedRulesKnownBadInputsRuleSet",
  common: "AWSManagedRulesCommonRuleSet",
  sqlInjection: "AWSManagedRulesSQLiRuleSet",
};

/**
 * Rules of AWS's that never block: the limit of 8 KB that the group `common` has for bodies would
 * contradict the firewall's own, and has no exceptions.
 */
export const replacedRules: { readonly [Group in ManagedGroup]?: readonly string[] } = {
  common: ["SizeRestrictions_BODY"],
};
