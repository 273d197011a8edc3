import type { Resource } from "../graph/resource.ts";

/** Whether API Gateway may take on a role: its trust policy has to name it. */
export function gatewayMayAssume(resources: readonly Resource[], roleArn: string): boolean {
  const role = resources.find(
    ({ type, outputs }) => type === "aws:iam/role:Role" && outputs["arn"] === roleArn,
  );
  const policy = role?.inputs["assumeRolePolicy"];
  if (typeof policy !== "string") return false;
  const { Statement } = JSON.parse(policy) as { Statement: TrustStatement | TrustStatement[] };
  return [Statement].flat().some(({ Effect, Action, Principal }) => {
    const services = typeof Principal === "string" ? [] : [Principal?.Service ?? []].flat();
    return (
      Effect === "Allow" &&
      [Action].flat().includes("sts:AssumeRole") &&
      services.includes("apigateway.amazonaws.com")
    );
  });
}

interface TrustStatement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal?: string | { readonly Service?: string | string[] };
}
