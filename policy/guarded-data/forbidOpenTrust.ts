import { widest } from "../model/addresses.ts";
import { areFewCallers } from "../model/callers.ts";
import { isNarrowed } from "../model/conditions.ts";
import { isAboutEverybody, type Statement } from "../model/policyDocument.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { statementsAt } from "./support/identityPolicies.ts";

/** Roles name who may assume them. */
export const forbidOpenTrust: ResourceRule = {
  name: "forbid-open-trust",
  description: "Trust policies of roles name who may assume the role.",
  why: "A role that trusts everyone can be assumed from any AWS account.",
  fix: "Name accounts, roles or services as Principal, or limit callers to your organization by the condition aws:PrincipalOrgID.",
  equivalents: ["CKV_AWS_60"],
  types: ["aws:iam/role:Role"],

  *check(role): Iterable<Finding> {
    for (const statement of statementsAt(role, "assumeRolePolicy")) {
      if (!isAboutEverybody(statement) || limitsCallers(statement)) continue;
      const { path, principals, notPrincipals } = statement;
      const exposed = "Any AWS account may assume the role";
      yield notPrincipals.length > 0
        ? { exposed, property: `${path}.NotPrincipal`, value: notPrincipals }
        : { exposed, property: `${path}.Principal`, value: principals };
    }
  },
};

/**
 * Conditions that identify the caller. An external id does not count, because it is not a secret.
 */
const callerKeys = [
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:sourceaccount",
  "aws:sourceorgid",
];

const limitsCallers = (statement: Statement): boolean =>
  isNarrowed(
    statement,
    (key, values) => callerKeys.includes(key) && areFewCallers(key, values, widest),
  );
