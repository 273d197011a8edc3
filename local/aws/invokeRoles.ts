import { compilePolicy, type RestApiModel } from "../gateway/index.ts";
import type { Resource } from "../graph/resource.ts";
import { gatewayMayAssume } from "./gatewayRoles.ts";

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

/** AWS's own policies that allow it. (AWS Managed Policy Reference) */
const managed: Readonly<Record<string, string>> = {
  AdministratorAccess: "*",
  AWSLambda_FullAccess: "lambda:*",
  "service-role/AWSLambdaRole": "lambda:InvokeFunction",
};

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
  const decisions = policiesOf(resources, roleArn).map((policy) => decide(policy, functionArn));
  return decisions.includes("allow") && !decisions.includes("deny");
}

function policiesOf(resources: readonly Resource[], roleArn: string): unknown[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const role = ofType("aws:iam/role:Role").find(({ outputs }) => outputs["arn"] === roleArn)!;
  const isOfRole = ({ inputs, outputs }: Resource) =>
    [role.id, roleArn].includes(String(inputs["role"] ?? outputs["role"]));
  const inline = [
    ...((role.inputs["inlinePolicies"] ?? []) as { policy?: unknown }[]),
    ...ofType("aws:iam/rolePolicy:RolePolicy")
      .filter(isOfRole)
      .map(({ inputs }) => inputs),
  ].map(({ policy }) => policy);
  const attached = [
    ...((role.inputs["managedPolicyArns"] ?? []) as string[]),
    ...ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(isOfRole)
      .map(({ inputs }) => String(inputs["policyArn"])),
  ].map((arn) => {
    const action = managed[arn.replace("arn:aws:iam::aws:policy/", "")];
    return action && { Statement: { Effect: "Allow", Action: action, Resource: "*" } };
  });
  return [...inline, ...attached].filter((policy) => policy !== undefined);
}

function decide(policy: unknown, functionArn: string) {
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
}

interface Statement {
  readonly Effect: string;
  readonly Condition?: object;
}
