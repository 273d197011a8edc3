import type { Resource } from "../graph/resource.ts";

/**
 * Whether a role's trust policy lets API Gateway assume it. Conditions are not evaluated: a statement
 * with one allows nothing.
 */
export function gatewayMayAssume(resources: readonly Resource[], roleArn: string): boolean {
  const role = resources.find(
    ({ type, outputs }) => type === "aws:iam/role:Role" && outputs["arn"] === roleArn,
  );
  const policy = role?.inputs["assumeRolePolicy"];
  if (policy === undefined) return false;
  // Pulumi also accepts a policy as an object.
  const document: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
  const { Statement } = document as { Statement: TrustStatement | TrustStatement[] };
  const concerned = [Statement].flat().filter(concernsGateway);
  if (concerned.some(({ Effect }) => Effect === "Deny")) return false;
  return concerned.some(({ Effect, Condition }) => Effect === "Allow" && Condition === undefined);
}

function concernsGateway({ Action, Principal }: TrustStatement): boolean {
  const services = typeof Principal === "string" ? [] : [Principal?.Service ?? []].flat();
  return (
    [Action].flat().includes("sts:AssumeRole") && services.includes("apigateway.amazonaws.com")
  );
}

interface TrustStatement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Condition?: object;
  readonly Principal?: string | { readonly Service?: string | string[] };
}
