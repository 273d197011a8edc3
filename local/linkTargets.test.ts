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

// With `integrationTarget`, only the port of the URI is used for routing.
describe("LinkTargets", () => {
  // The listener precedes its load balancer, which a list of resources allows.
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
    ["the URI alone", undefined, "orders.internal:443"],
    ["a listener without a load balancer", "arn:stray", ":443"],
    ["a resource that is not a load balancer", "arn:group", ":443"],
    ["an unknown ARN", "arn:none", ":443"],
  ] as const) {
    it(`resolves ${what} to "${address}"`, () => {
      assert.equal(targets.addressOf({ targetArn, ...uri }), address);
    });
  }
});
