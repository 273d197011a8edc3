import { compilePolicy } from "../gateway/index.ts";
import type { Properties, Resource } from "../graph/resource.ts";
import { managedDocuments } from "./managedPolicies.ts";

/** A call of AWS's API with a role. */
interface Call {
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
  /**
   * Whether the conditions of statements that allow it hold, and those of statements that deny it do not.
   *
   * @default the reverse
   */
  readonly conditionsHold?: boolean;
}

/** Whether a role's policies in the stack, and its boundary, allow a call. Conditions are not evaluated. */
export function roleAllows(resources: readonly Resource[], roleArn: string, call: Call): boolean {
  const role = resources.find((each) => isRole(each) && each.outputs["arn"] === roleArn);
  if (!role) return false;
  const policies = attachedPolicies(resources);
  const decisions = policiesOf(role, resources, policies).map((policy) => decide(policy, call));
  if (!decisions.includes("allow") || decisions.includes("deny")) return false;
  const boundary = role.inputs["permissionsBoundary"];
  return !boundary || decide(policies(String(boundary)), call) === "allow";
}

const isRole = ({ type }: Resource): boolean => type === "aws:iam/role:Role";

/** A policy that allows nothing. */
const unknownPolicy = { Statement: [] };

/** Policies of the stack and AWS's own by their ARNs; one that is unknown allows nothing. */
function attachedPolicies(resources: readonly Resource[]): (policyArn: string) => unknown {
  const own = resources
    .filter(({ type }) => type === "aws:iam/policy:Policy")
    .map(({ inputs, outputs }) => [outputs["arn"], inputs["policy"]] as const);
  const known = new Map<unknown, unknown>([...Object.entries(managedDocuments), ...own]);
  return (policyArn) => known.get(policyArn) ?? unknownPolicy;
}

function policiesOf(
  role: Resource,
  resources: readonly Resource[],
  policies: (policyArn: string) => unknown,
): unknown[] {
  const names = [role.id, role.outputs["arn"]];
  const partsOf = (type: string) =>
    resources
      .filter((part) => part.type === type)
      .map(({ inputs, outputs }): Properties => ({ ...outputs, ...inputs }))
      .filter(({ role: one, roles }) => [one, roles].flat().some((name) => names.includes(name)));
  const inline = [
    ...((role.inputs["inlinePolicies"] ?? []) as { policy?: unknown }[]),
    ...partsOf("aws:iam/rolePolicy:RolePolicy"),
  ];
  const attached = [
    ...((role.inputs["managedPolicyArns"] ?? []) as string[]),
    ...[
      ...partsOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
      ...partsOf("aws:iam/policyAttachment:PolicyAttachment"),
    ].map(({ policyArn }) => String(policyArn)),
  ];
  return [
    ...inline.flatMap(({ policy }) => (policy === undefined ? [] : [policy])),
    ...attached.map(policies),
  ];
}

/** A policy that can't be evaluated denies. */
function decide(policy: unknown, { action, resource, conditionsHold = false }: Call): Decision {
  try {
    const document = (typeof policy === "string" ? JSON.parse(policy) : policy) as {
      Statement: Statement | Statement[];
    };
    const statements = [document.Statement]
      .flat()
      .filter(
        ({ Effect, Condition }) =>
          Condition === undefined || (Effect === "Deny") !== conditionsHold,
      )
      .map(({ Condition: _, ...rest }) => rest);
    if (statements.length === 0) return "silent";
    // Without conditions, nothing of a request is read.
    const evaluate = compilePolicy({ Statement: statements });
    return evaluate(action, resource, {} as never);
  } catch {
    return "deny";
  }
}

type Decision = ReturnType<ReturnType<typeof compilePolicy>>;

interface Statement {
  readonly Effect: string;
  readonly Condition?: object;
}
