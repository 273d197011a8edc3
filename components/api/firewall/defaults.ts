import type { RuleMode, RuleName } from "./args.ts";

export { logRetentionDays } from "../../shared/defaults.ts";

/** About seven a second over five minutes: more than a person's page asks for, far less than a flood. */
export const requestsPerAddress = 2_000;

/** AWS WAF's own. */
export const rateWindowSeconds = 300;

/** All that AWS WAF can read of a body in front of API Gateway. */
export const maxBodyKilobytes = 64;

/** SQL injection needs SQL behind the API, and its rules take some prose for an attack. */
export const rules: Readonly<Record<RuleName, RuleMode>> = {
  rate: "block",
  bodySize: "block",
  ipReputation: "block",
  knownBadInputs: "block",
  common: "block",
  sqlInjection: "off",
};

/** Headers that let whoever reads them act as the caller. */
export const secretHeaders = ["authorization", "cookie", "x-api-key", "x-amz-security-token"];
