import { readPolicyDocument, type Statement } from "../../model/policyDocument.ts";
import type { Located, ResourceView } from "../../model/resourceView.ts";

/** The property with the policy of a role, user or group, by type. */
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

/** The statements that a resource's policies allow, as far as they are known. */
export function allowedBy(resource: ResourceView): LocatedStatement[] {
  return statementsAt(resource, identityPolicies[resource.type]!);
}

/** The statements by which a resource's policies deny something, as far as they are known. */
export function deniedBy(resource: ResourceView): LocatedStatement[] {
  return statementsOf(resource, identityPolicies[resource.type]!, "Deny");
}

/**
 * The Allow statements at a path. Documents that are not known yet are skipped without a notice:
 * most of them contain ARNs that a preview does not know, and the engine checks them again before
 * it creates the policy.
 */
export const statementsAt = (resource: ResourceView, path: string): LocatedStatement[] =>
  statementsOf(resource, path, "Allow");

function statementsOf(
  resource: ResourceView,
  path: string,
  wanted: LocatedStatement["effect"],
): LocatedStatement[] {
  return documentsAt(resource, path)
    .flatMap((document) =>
      (readPolicyDocument(document.value) ?? []).map((statement, index) => ({
        ...statement,
        path: `${document.path}.Statement[${index}]`,
      })),
    )
    .filter(({ effect }) => effect === wanted);
}

/** The known documents. If some of a list are unknown, the paths have no index. */
const documentsAt = (resource: ResourceView, path: string): Located[] =>
  resource.isKnown(path)
    ? resource.valuesAt(path)
    : resource.hintsAt(path).map((value) => ({ path, value }));

/** The property that names AWS managed policies, by type. */
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

/** The name of an AWS managed policy; `undefined` for other ARNs. */
export const policyOfAws = (arn: unknown): string | undefined =>
  /^arn:[^:]+:iam::aws:policy\/(?:[^/]+\/)*([^/]+)$/.exec(String(arn))?.[1];
