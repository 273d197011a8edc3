import assert from "node:assert/strict";
import type { Resource } from "./graph/resource.ts";
import { LinkTargets } from "./linkTargets.ts";

const resource = (kind: string, inputs: object, outputs: object): Resource => ({
  type: `aws:lb/${kind}`,
  name: kind,
  id: kind,
  inputs: { ...inputs },
  outputs: { ...outputs },
});

const balancer = resource(
  "loadBalancer:LoadBalancer",
  {},
  { arn: "arn:balancer", dnsName: "internal-orders.elb.amazonaws.com" },
);
// With `integrationTarget`, only the port of the URI is used for routing.
describe("LinkTargets", () => {
  const targets = new LinkTargets([
    resource("listener:Listener", { loadBalancerArn: "arn:balancer" }, { arn: "arn:listener" }),
    resource("targetGroup:TargetGroup", { port: 1 }, { arn: "arn:group", dnsName: "no" }),
    balancer,
  ]);
  const uri = { host: "orders.internal", port: 443 };

  for (const [what, targetArn, address] of [
    ["a load balancer at the URI's port", "arn:balancer", "internal-orders.elb.amazonaws.com:443"],
    ["the URI alone", undefined, "orders.internal:443"],
    ["a listener", "arn:listener", ":443"],
    ["a resource that is not a load balancer", "arn:group", ":443"],
    ["an unknown ARN", "arn:none", ":443"],
  ] as const) {
    it(`resolves ${what} to "${address}"`, () => {
      assert.equal(targets.addressOf({ targetArn, ...uri }), address);
    });
  }
});
