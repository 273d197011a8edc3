import type { Rule } from "./rule.ts";
import { rules as privateServers } from "./private-servers/index.ts";
import { rules as guardedApi } from "./guarded-api/index.ts";
import { rules as guardedIdentity } from "./guarded-identity/index.ts";
import { rules as guardedData } from "./guarded-data/index.ts";

/** Rules with one aim. Its folder is a policy pack of its own. */
export interface RuleSet {
  /** The folder's name. */
  readonly name: string;
  /** What holds where all of its rules do, in one sentence. */
  readonly description: string;
  readonly rules: readonly Rule[];
}

/** The rules by which no server is open to the internet. */
const privateServersSet: RuleSet = {
  name: "private-servers",
  description:
    "No server is reachable from the internet, except through API Gateway and CloudFront.",
  rules: privateServers,
};

/** The rules by which an API answers nobody but whom it should, and no faster than it can. */
const guardedApiSet: RuleSet = {
  name: "guarded-api",
  description: "APIs authenticate callers, throttle requests and write logs.",
  rules: guardedApi,
};

/** The rules by which nobody is taken for somebody else. */
const guardedIdentitySet: RuleSet = {
  name: "guarded-identity",
  description: "User pools protect their users, and identity pools have no guests.",
  rules: guardedIdentity,
};

/** The rules by which data is encrypted, and nobody may do more than they have to. */
const guardedDataSet: RuleSet = {
  name: "guarded-data",
  description: "Data is encrypted, secrets are not in plain text, and permissions are limited.",
  rules: guardedData,
};

export const ruleSets: readonly RuleSet[] = [
  privateServersSet,
  guardedApiSet,
  guardedIdentitySet,
  guardedDataSet,
];
