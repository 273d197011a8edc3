import type { Finding, ResourceRule } from "../rule.ts";
import { actionsInWords, coveredBy, includesAction, isEveryAction } from "./support/actions.ts";
import { isEveryIdentity } from "./support/identities.ts";
import { allowedBy, identityPolicies, type LocatedStatement } from "./support/identityPolicies.ts";
import { isEveryResource, picksResources } from "./support/resources.ts";
import { unscopableActions } from "./support/unscopableActions.ts";

/**
 * Policies name the resources of actions that support resource-level permissions, or restrict them
 * by tags or other conditions. All resources of one account are acceptable, except for actions that
 * grant permissions. `require-scoped-pass-role` covers `iam:PassRole`, and `forbid-all-actions`
 * covers `*`.
 */
export const forbidBroadResources: ResourceRule<{ readonly unscopableActions: readonly string[] }> =
  {
    name: "forbid-broad-resources",
    description: "Policies name the resources of actions that support resource-level permissions.",
    why: "Anyone who takes over the role can access every resource in the account, not only those that the role needs.",
    fix: "Name the required ARNs, or add a condition on resource tags. Put actions without resource-level permissions into a statement of their own.",
    equivalents: [
      "CKV_AWS_108",
      "CKV_AWS_109",
      "CKV_AWS_111",
      "CKV_AWS_288",
      "CKV_AWS_289",
      "CKV_AWS_290",
      "CKV_AWS_355",
      "CKV_AWS_356",
      "iam-customer-policy-blocked-kms-actions",
      "iam-inline-policy-blocked-kms-actions",
    ],
    types: Object.keys(identityPolicies),
    settings: {
      unscopableActions: {
        description: "Patterns of additional actions that may be allowed on all resources.",
        schema: { type: "array", items: { type: "string", pattern: "^[a-zA-Z0-9-]+:.+$" } },
        default: [],
      },
    },

    *check(resource, settings): Iterable<Finding> {
      const mayBeBroadToo = coveredBy(settings.unscopableActions);
      for (const statement of allowedBy(resource)) {
        const actions = statement.actions.filter(
          (action) => !mayBeBroad(action) && !mayBeBroadToo(action),
        );
        if (actions.length === 0 || actions.some(isEveryAction) || picksResources(statement))
          continue;
        const broad = broadPart(statement);
        const exposed = `The policy allows ${actionsInWords(actions)} on all resources`;
        if (broad) yield { exposed, ...broad };
        else yield* rightsOverAll(actions, statement);
      }
    },
  };

const mayBeBroad = coveredBy([...unscopableActions, "iam:PassRole"]);

/** The element that makes a statement apply to all resources. */
function broadPart(statement: LocatedStatement): Pick<Finding, "property" | "value"> | undefined {
  const { path, resources, notResources } = statement;
  if (notResources.length > 0) return { property: `${path}.NotResource`, value: notResources };
  const value = resources.find(isEveryResource);
  return value === undefined ? undefined : { property: `${path}.Resource`, value };
}

/** Finds actions that grant permissions to all identities of an account, including the caller. */
function* rightsOverAll(
  actions: readonly string[],
  { path, resources }: LocatedStatement,
): Iterable<Finding> {
  const rights = actions.filter(givesRights);
  const value = resources.find((arn) => isEveryIdentity(arn, ["group", "policy", "role", "user"]));
  if (rights.length === 0 || value === undefined) return;
  const exposed = `The policy allows ${actionsInWords(rights)} on all identities of an account, which amounts to full access`;
  yield { exposed, property: `${path}.Resource`, value };
}

const givesRights = (action: string): boolean =>
  /^iam:/i.test(action) && rightsActions.some((right) => includesAction(action, right));

const rightsActions = [
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreatePolicyVersion",
  "iam:PutGroupPolicy",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
];
