import type { Finding, ResourceRule } from "../rule.ts";
import { managedPolicies, policyOfAws } from "./support/identityPolicies.ts";

/** No identity has an AWS managed policy that allows almost everything. */
export const forbidAdministratorPolicies: ResourceRule<{ readonly policies: readonly string[] }> = {
  name: "forbid-administrator-policies",
  description: "AWS managed administrator policies are not attached.",
  why: "Anyone who takes over an administrator role controls the whole account.",
  fix: "Attach a policy that names the required actions and resources.",
  equivalents: [
    "CKV_AWS_274",
    "CKV_AWS_275",
    "CKV2_AWS_56",
    "iam-policy-blacklisted-check",
    "CIS AWS Foundations v5.0.0/1.15",
  ],
  types: Object.keys(managedPolicies),
  settings: {
    policies: {
      description: "Names of AWS managed policies that must not be attached.",
      schema: { type: "array", items: { type: "string" } },
      default: [
        "AdministratorAccess",
        "AdministratorAccess-AWSElasticBeanstalk",
        "AdministratorAccess-Amplify",
        "IAMFullAccess",
        "PowerUserAccess",
        "SystemAdministrator",
      ],
    },
  },

  *check(resource, { policies }): Iterable<Finding> {
    const property = managedPolicies[resource.type]!;
    // An ARN that is not known yet belongs to a policy of the program, not to an AWS managed
    // policy.
    for (const value of resource.hintsAt(property)) {
      const name = policyOfAws(value);
      if (name === undefined || !policies.includes(name)) continue;
      yield {
        exposed: `The AWS managed policy ${name} is made for administrators`,
        property,
        value,
      };
    }
  },
};
