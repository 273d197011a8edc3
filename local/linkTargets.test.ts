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
const listener = (loadBalancerArn: string, port: number, arn: string) =>
  resource("listener:Listener", { loadBalancerArn, port }, { arn });

// Facts 1.3: with `integrationTarget` the URI is not used for routing, but for its port.
describe("LinkTargets", () => {
  // The listener stands before its balancer, as it may among resources.
  const targets = new LinkTargets([
    listener("arn:balancer", 8080, "arn:listener"),
    listener("arn:elsewhere", 81, "arn:stray"),
    resource("targetGroup:TargetGroup", { port: 1 }, { arn: "arn:group", dnsName: "no" }),
    balancer,
  ]);
  const uri = { host: "orders.internal", port: 443 };

  for (const [what, targetArn, address] of [
    ["a load balancer at the URI's port", "arn:balancer", "internal-orders.elb.amazonaws.com:443"],
    ["a listener at its own port", "arn:listener", "internal-orders.elb.amazonaws.com:8080"],
    ["nothing but the URI", undefined, "orders.internal:443"],
    ["a listener of no load balancer", "arn:stray", ":443"],
    ["what is no load balancer", "arn:group", ":443"],
    ["what does not exist", "arn:none", ":443"],
  ] as const) {
    it(`leads by ${what} to "${address}"`, () => {
      assert.equal(targets.addressOf({ targetArn, ...uri }), address);
    });
  }
});
