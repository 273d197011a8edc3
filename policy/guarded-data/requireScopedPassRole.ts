import { isNarrowed } from "../model/conditions.ts";
import type { Statement } from "../model/policyDocument.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { includesAction } from "./support/actions.ts";
import { isEveryIdentity } from "./support/identities.ts";
import { allowedBy, identityPolicies } from "./support/identityPolicies.ts";
import { nameServices } from "./support/resources.ts";

/**
 * Identities may pass only named roles. All roles of an account are acceptable if a condition
 * limits the receiving service.
 *
 * Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service".
 */
export const requireScopedPassRole: ResourceRule = {
  name: "require-scoped-pass-role",
  description: "iam:PassRole is limited to named roles.",
  why: "With permission to pass any role, a caller can start a function or a server with an administrator role.",
  fix: "Name the ARNs of the roles, and limit the receiving service by the condition iam:PassedToService.",
  equivalents: ["CKV_AWS_286"],
  types: Object.keys(identityPolicies),

  *check(resource): Iterable<Finding> {
    for (const statement of allowedBy(resource)) {
      const { path, actions, resources, notResources } = statement;
      // `forbid-all-actions` reports statements about all services.
      const passes = actions.some(
        (action) => /^iam:/i.test(action) && includesAction(action, "iam:PassRole"),
      );
      if (!passes) continue;
      const exposed = "The policy lets any role be passed to a service";
      if (notResources.length > 0) {
        yield { exposed, property: `${path}.NotResource`, value: notResources };
      }
      const value = resources.find(
        (arn) => /^[*?]+$/.test(arn) || (isEveryIdentity(arn, ["role"]) && !saysToWhom(statement)),
      );
      if (value !== undefined) yield { exposed, property: `${path}.Resource`, value };
    }
  },
};

const saysToWhom = (statement: Statement): boolean =>
  isNarrowed(statement, (key, values) => key === "iam:passedtoservice" && nameServices(values));
