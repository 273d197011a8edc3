import { isNarrowed } from "../model/conditions.ts";
import { fits, hasWildcard, isAnything, isFixed } from "../model/patterns.ts";
import type { Located } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { actionsInWords, coveredBy, includesAction, isEveryAction } from "./support/actions.ts";
import { isEveryIdentity } from "./support/identities.ts";
import {
  allowedBy,
  deniedBy,
  identityPolicies,
  type LocatedStatement,
} from "./support/identityPolicies.ts";
import { isEveryResource, isEverySecret, picksResources } from "./support/resources.ts";
import { scopableAction } from "./support/scopableActions.ts";
import { sendsOnlyTexts } from "./support/textMessages.ts";

/**
 * Policies name the resources of actions that require one, or restrict them by tags or other
 * conditions. Actions without resource types, and actions whose resource types are optional, may be
 * allowed on all resources. So may everything in one account, except for actions that grant
 * permissions or read secrets. `require-scoped-pass-role` covers `iam:PassRole`, and `forbid-all-actions` covers
 * `*`.
 *
 * Source: "Actions, resources, and condition keys for AWS services", Service Authorization Reference.
 */
export const forbidBroadResources: ResourceRule<{ readonly unscopableActions: readonly string[] }> =
  {
    name: "forbid-broad-resources",
    description: "Policies name the resources of actions that require one.",
    why: "Anyone who takes over the identity can perform the action on every resource, not only on those that it needs.",
    fix: "Name the required ARNs, or add a condition on resource tags. Put actions without resource types into a statement of their own.",
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
      const mayBeBroad = coveredBy(settings.unscopableActions);
      const denials = deniedBy(resource);
      for (const statement of allowedBy(resource)) {
        const allowed = statement.actions.filter(
          (action) => !mayBeBroad(action) && !sendsOnlyTexts(action, statement, denials),
        );
        if (allowed.some(isEveryAction) || picksResources(statement)) continue;
        const parts = broadParts(statement);
        if (parts.length === 0) yield* rightsOverAll(allowed, statement);
        for (const { path: property, value } of parts) {
          const actions = ofService(value, allowed).flatMap(scopableIn);
          if (actions.length === 0) continue;
          const exposed = `The policy allows ${actionsInWords(actions)} on all resources`;
          yield { exposed, property, value };
        }
      }
    },
  };

/** An action that requires a resource; a pattern of actions with an example of them. */
function scopableIn(action: string): string[] {
  const example = isPassRole.test(action) ? undefined : scopableAction(action);
  if (example === undefined) return [];
  return [hasWildcard(action) ? `${action} (such as ${example})` : action];
}

const isPassRole = /^iam:PassRole$/i;

/**
 * The elements that make a statement apply to all resources; only the widest, if it is `*`. None if a
 * condition limits them to an account.
 */
function broadParts(statement: LocatedStatement): Located[] {
  const { path, resources, notResources } = statement;
  if (isNarrowed(statement, isOneAccount)) return [];
  if (notResources.length > 0) return [{ path: `${path}.NotResource`, value: notResources }];
  const broad = [...new Set(resources.filter(isEveryResource))];
  const widest = broad.find(isAnything);
  const values = widest === undefined ? broad : [widest];
  return values.map((value) => ({ path: `${path}.Resource`, value }));
}

const isOneAccount = (key: string, values: readonly string[]): boolean =>
  key === "aws:resourceaccount" && values.every(isFixed);

/** The actions of an ARN's service; all actions if there are none or the value is no ARN. */
function ofService(value: unknown, actions: readonly string[]): readonly string[] {
  const [start, , service = "*"] = String(value).split(":");
  const own = actions.filter((action) => fits(service, action.split(":")[0]!.toLowerCase()));
  return start === "arn" && own.length > 0 ? own : actions;
}

/**
 * Finds actions that are too much even within an account: those that grant permissions to all identities, including the
 * caller, and those that read all secrets.
 */
function* rightsOverAll(
  actions: readonly string[],
  { path, resources }: LocatedStatement,
): Iterable<Finding> {
  const property = `${path}.Resource`;
  const rights = actions.filter(givesRights);
  const identities = resources.find((arn) =>
    isEveryIdentity(arn, ["group", "policy", "role", "user"]),
  );
  if (rights.length > 0 && identities !== undefined) {
    const exposed = `The policy allows ${actionsInWords(rights)} on all identities of an account, which amounts to full access`;
    yield { exposed, property, value: identities };
  }
  const reads = actions.filter((action) => includesAction(action, "secretsmanager:GetSecretValue"));
  const secrets = resources.find(isEverySecret);
  if (reads.length > 0 && secrets !== undefined) {
    const exposed = `The policy allows ${actionsInWords(reads)} on all secrets of an account`;
    yield { exposed, property, value: secrets };
  }
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
