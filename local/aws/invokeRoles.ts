import { compilePolicy, type RestApiModel } from "../gateway/index.ts";
import type { Properties, Resource } from "../graph/resource.ts";
import { gatewayMayAssume } from "./gatewayRoles.ts";
import { managedDocuments } from "./managedPolicies.ts";

/** Roles with which an API's integrations and authorizers invoke functions, in place of functions' permissions. */
export function invokingRoles({ document, stage }: RestApiModel): Set<string> {
  const operations = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item));
  const schemes = Object.values(document.components?.securitySchemes ?? {});
  const roles = [
    ...operations.map((operation) => operation["x-amazon-apigateway-integration"]?.credentials),
    ...schemes.map((scheme) => scheme["x-amazon-apigateway-authorizer"]?.authorizerCredentials),
  ];
  const named = roles.filter((role) => role !== undefined);
  return new Set(
    named.map((role) =>
      role.replace(
        /\$\{stageVariables\.(\w+)\}/g,
        (_, name: string) => stage.variables[name] ?? "",
      ),
    ),
  );
}

/**
 * Whether API Gateway may invoke a function with a role: it may assume the role, and the role's policies in the
 * stack allow the call. Conditions are not evaluated: a statement with one allows nothing, and denies always.
 */
export function gatewayMayInvokeAs(
  resources: readonly Resource[],
  roleArn: string,
  functionArn: string,
): boolean {
  if (!gatewayMayAssume(resources, roleArn)) return false;
  const policies = attachedPolicies(resources);
  const role = resources.find((each) => isRole(each) && each.outputs["arn"] === roleArn)!;
  const decisions = policiesOf(role, resources, policies).map((policy) =>
    decide(policy, functionArn),
  );
  if (!decisions.includes("allow") || decisions.includes("deny")) return false;
  const boundary = role.inputs["permissionsBoundary"];
  return !boundary || decide(policies(String(boundary)), functionArn) === "allow";
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
function decide(policy: unknown, functionArn: string): Decision {
  try {
    const document = (typeof policy === "string" ? JSON.parse(policy) : policy) as {
      Statement: Statement | Statement[];
    };
    const statements = [document.Statement]
      .flat()
      .filter(({ Effect, Condition }) => Effect === "Deny" || Condition === undefined)
      .map(({ Condition: _, ...rest }) => rest);
    if (statements.length === 0) return "silent";
    // Without conditions, nothing of a request is read.
    const evaluate = compilePolicy({ Statement: statements });
    return evaluate("lambda:InvokeFunction", functionArn, {} as never);
  } catch {
    return "deny";
  }
}

type Decision = ReturnType<ReturnType<typeof compilePolicy>>;

interface Statement {
  readonly Effect: string;
  readonly Condition?: object;
}
