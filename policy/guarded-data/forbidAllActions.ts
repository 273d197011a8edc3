import type { Finding, ResourceRule } from "../rule.ts";
import { isEveryAction } from "./support/actions.ts";
import { allowedBy, identityPolicies } from "./support/identityPolicies.ts";

/** No policy allows all actions, or all actions except some. */
export const forbidAllActions: ResourceRule = {
  name: "forbid-all-actions",
  description: "Policies name the actions that they allow.",
  why: "Anyone who takes over a role that allows all actions controls the whole account.",
  fix: "Name the required actions, one by one or by a pattern such as s3:Get*.",
  equivalents: [
    "CKV_AWS_1",
    "CKV_AWS_49",
    "CKV_AWS_62",
    "CKV_AWS_63",
    "iam-policy-no-statements-with-admin-access",
    "CIS AWS Foundations v5.0.0/1.15",
  ],
  types: Object.keys(identityPolicies),
  excuses: ["policy.Statement.Effect"],

  *check(resource): Iterable<Finding> {
    for (const { path, actions, notActions } of allowedBy(resource)) {
      const every = actions.find(isEveryAction);
      if (every !== undefined) {
        const exposed = "The policy allows every action of every service";
        yield { exposed, property: `${path}.Action`, value: every };
      }
      if (notActions.length > 0) {
        const exposed = "The policy allows all actions except those that it names";
        yield { exposed, property: `${path}.NotAction`, value: notActions };
      }
    }
  },
};
