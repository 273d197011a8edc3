import type { Rule } from "./rule.ts";
import { rules as privateServers } from "./private-servers/index.ts";
import { rules as guardedApi } from "./guarded-api/index.ts";
import { rules as guardedIdentity } from "./guarded-identity/index.ts";
import { rules as guardedData } from "./guarded-data/index.ts";

/** Rules with one purpose. Each set is a policy pack in a folder of its own. */
export interface RuleSet {
  /** The folder's name. */
  readonly name: string;
  /** The purpose, in one sentence. */
  readonly description: string;
  readonly rules: readonly Rule[];
}

export const ruleSets: readonly RuleSet[] = [
  {
    name: "private-servers",
    description:
      "No server is reachable from the internet, except through API Gateway and CloudFront.",
    rules: privateServers,
  },
  {
    name: "guarded-api",
    description: "APIs authenticate callers, throttle requests and write logs.",
    rules: guardedApi,
  },
  {
    name: "guarded-identity",
    description: "User pools protect their users, and identity pools have no guests.",
    rules: guardedIdentity,
  },
  {
    name: "guarded-data",
    description: "Data is encrypted, secrets are not in plain text, and permissions are limited.",
    rules: guardedData,
  },
];

/** The rules of all sets. */
export const allRules: readonly Rule[] = ruleSets.flatMap(({ rules }) => rules);
