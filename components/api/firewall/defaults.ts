import type { RuleMode, RuleName } from "./args.ts";

/** About seven a second over five minutes: more than a person's browser sends, far below a flood. */
export const requestsPerAddress = 2_000;

/** AWS WAF's own default. */
export const rateWindowSeconds = 300;

/** The most that AWS WAF can inspect in front of API Gateway. */
export const maxBodyKilobytes = 64;

/** SQL injection needs SQL behind the API, and its rules mistake some prose for an attack. */
export const rules: Readonly<Record<RuleName, RuleMode>> = {
  rate: "block",
  bodySize: "block",
  ipReputation: "block",
  knownBadInputs: "block",
  common: "block",
  sqlInjection: "off",
};

/** For a web ACL that only has a lock. */
export const allOff: Readonly<Record<RuleName, RuleMode>> = {
  rate: "off",
  bodySize: "off",
  ipReputation: "off",
  knownBadInputs: "off",
  common: "off",
  sqlInjection: "off",
};
