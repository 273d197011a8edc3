import type { Resource } from "../../graph/resource.ts";

/** Web ACLs before user pools, by name: the local Cognito asks none. */
export function unaskedFirewalls(resources: readonly Resource[]): string[] {
  const ofType = (type: string) =>
    resources.filter((resource) => resource.type === `aws:wafv2/${type}`);
  const arns = ofType("webAclAssociation:WebAclAssociation")
    .filter(({ outputs }) => /^arn:[\w-]+:cognito-idp:/.test(String(outputs["resourceArn"])))
    .map(({ outputs }) => outputs["webAclArn"]);
  return ofType("webAcl:WebAcl")
    .filter(({ outputs }) => arns.includes(outputs["arn"]))
    .map(({ name }) => name);
}
