import { readPolicyDocument, type Statement } from "../../model/policyDocument.ts";
import type { Located, ResourceView } from "../../model/resourceView.ts";

/** Where each type of resource says what a role, a user or a group may do. */
export const identityPolicies: Readonly<Record<string, string>> = {
  "aws:iam/policy:Policy": "policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  "aws:iam/role:Role": "inlinePolicies.policy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
};

/** A statement with its path, such as `policy.Statement[0]`. */
export interface LocatedStatement extends Statement {
  readonly path: string;
}

/** What the policies of a resource allow, as far as it is known. */
export function allowedBy(resource: ResourceView): LocatedStatement[] {
  return statementsAt(resource, identityPolicies[resource.type]!);
}

/**
 * Statements that allow something. A document that is not known yet has none, and that is not
 * mentioned: most of them name resources that a preview does not know, and the engine asks again
 * before it creates the policy.
 */
export function statementsAt(resource: ResourceView, path: string): LocatedStatement[] {
  return documentsAt(resource, path)
    .flatMap((document) =>
      (readPolicyDocument(document.value) ?? []).map((statement, index) => ({
        ...statement,
        path: `${document.path}.Statement[${index}]`,
      })),
    )
    .filter(({ effect }) => effect === "Allow");
}

/** The known documents; without their places in a list of which not all are known. */
const documentsAt = (resource: ResourceView, path: string): Located[] =>
  resource.isKnown(path)
    ? resource.valuesAt(path)
    : resource.hintsAt(path).map((value) => ({ path, value }));

/** Where each type names policies of AWS. */
export const managedPolicies: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
};

/** The name of a policy of AWS; `undefined` for the ARN of any other. */
export const policyOfAws = (arn: unknown): string | undefined =>
  /^arn:[^:]+:iam::aws:policy\/(?:[^/]+\/)*([^/]+)$/.exec(String(arn))?.[1];
