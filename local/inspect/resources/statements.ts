import { managedDocuments } from "../../aws/managedPolicies.ts";
import { readPolicyDocument, type Statement } from "../../../policy/model/policyDocument.ts";
import type { Properties } from "../../graph/resource.ts";
import type { Resource } from "../../graph/resource.ts";

/** A statement of a policy with the place where it is declared. */
export interface DeclaredStatement {
  readonly statement: Statement;
  /** The statement as written, for people who read IAM. */
  readonly written: unknown;
  /** The resource that declares it, or the ARN of a policy of AWS. */
  readonly source: Resource | string;
}

const roleType = "aws:iam/role:Role";

/** Types whose `policy` is attached to a role. */
const inlineTypes = ["aws:iam/rolePolicy:RolePolicy"];
const attachmentTypes = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
];

export const rolesOf = (resources: readonly Resource[]): Resource[] =>
  resources.filter(({ type }) => type === roleType);

/** The statements of all policies of a role: its own, attached ones of the stack, and AWS's. */
export function statementsOf(role: Resource, resources: readonly Resource[]): DeclaredStatement[] {
  const names = [role.id, role.outputs["arn"]];
  const ofRole = (types: readonly string[]) =>
    resources.filter(({ type, inputs, outputs }) => {
      const { role: one, roles }: Properties = { ...outputs, ...inputs };
      return types.includes(type) && [one, roles].flat().some((name) => names.includes(name));
    });
  const attached = [
    ...((role.inputs["managedPolicyArns"] ?? []) as unknown[]),
    ...ofRole(attachmentTypes).map(({ inputs }) => inputs["policyArn"]),
  ].map(String);
  return [
    ...((role.inputs["inlinePolicies"] ?? []) as { policy?: unknown }[]).flatMap(({ policy }) =>
      read(policy, role),
    ),
    ...ofRole(inlineTypes).flatMap((policy) => read(policy.inputs["policy"], policy)),
    ...attached.flatMap((arn) => {
      const own = resources.find(
        ({ type, outputs }) => type === "aws:iam/policy:Policy" && outputs["arn"] === arn,
      );
      return own ? read(own.inputs["policy"], own) : read(managedDocuments[arn], arn);
    }),
  ];
}

/** The statements of a policy document; none for what is no document. */
export function read(document: unknown, source: Resource | string): DeclaredStatement[] {
  const written = typeof document === "string" ? parsed(document) : document;
  if (typeof written !== "object" || written === null) return [];
  const list: unknown[] = [(written as { Statement?: unknown }).Statement ?? []].flat();
  const statements = readPolicyDocument(written) ?? [];
  return statements.map((statement, index) => ({ statement, written: list[index], source }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
