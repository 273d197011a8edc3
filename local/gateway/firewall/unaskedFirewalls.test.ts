import assert from "node:assert/strict";
import type { Resource } from "../../graph/resource.ts";
import { unaskedFirewalls } from "./unaskedFirewalls.ts";

const resource = (type: string, name: string, outputs: Record<string, unknown>): Resource =>
  ({ type: `aws:wafv2/${type}`, name, outputs, inputs: {} }) as unknown as Resource;

describe("unaskedFirewalls", () => {
  it("names web ACLs that stand before user pools, and no others", () => {
    const association = "webAclAssociation:WebAclAssociation";
    const resources = [
      resource("webAcl:WebAcl", "users-firewall", { arn: "acl-1" }),
      resource("webAcl:WebAcl", "api-firewall", { arn: "acl-2" }),
      resource(association, "users-firewall", {
        webAclArn: "acl-1",
        resourceArn: "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a",
      }),
      resource(association, "api-firewall", {
        webAclArn: "acl-2",
        resourceArn: "arn:aws:apigateway:eu-west-1::/restapis/r/stages/live",
      }),
    ];

    assert.deepEqual(unaskedFirewalls(resources), ["users-firewall"]);
  });
});
