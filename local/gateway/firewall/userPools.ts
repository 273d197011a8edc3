import type { Resource } from "../../graph/resource.ts";
import { type FirewallModel, readWebAcl } from "./model.ts";

/** The web ACLs in front of user pools, by the pools' ids. */
export function userPoolFirewalls(resources: readonly Resource[]): Map<string, FirewallModel> {
  const found = new Map<string, FirewallModel>();
  for (const { type, outputs } of resources) {
    const pool = /^arn:[\w-]+:cognito-idp:.*:userpool\/(.+)$/.exec(String(outputs["resourceArn"]));
    if (type !== "aws:wafv2/webAclAssociation:WebAclAssociation" || pool === null) continue;
    const model = readWebAcl(resources, outputs["webAclArn"]);
    if (model) found.set(pool[1]!, model);
  }
  return found;
}
