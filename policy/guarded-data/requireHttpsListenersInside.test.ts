import assert from "node:assert/strict";
import { aws, judgeStack } from "../testing/judge.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireHttpsListenersInside } from "./requireHttpsListenersInside.ts";

const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";
const forward = [{ type: "forward", targetGroupArn: `${arn}targetgroup/web/1` }];

const stack = (internal: boolean) => [
  aws("lb.LoadBalancer", "web", { arn: `${arn}loadbalancer/app/web/1`, internal }),
  aws("lb.Listener", "http", {
    arn: `${arn}listener/app/web/1/2`,
    loadBalancerArn: `${arn}loadbalancer/app/web/1`,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }],
  }),
  aws("elb.LoadBalancer", "classic", {
    internal,
    listeners: [{ lbPort: 443, lbProtocol: "https", instancePort: 80, instanceProtocol: "http" }],
  }),
];

// Elastic Load Balancing API Reference: "Listener", "Action".
testStackRule(requireHttpsListenersInside, {
  compliant: stack(true),
  passing: {
    "a public load balancer": { web: { internal: false }, http: { defaultActions: forward } },
  },
  failing: {
    HTTP: [{ http: { defaultActions: forward } }, "http", /within the network/],
    "another stack's load balancer": [
      { web: null, http: { defaultActions: forward } },
      "http",
      /within the network/,
    ],
  },
});

describe("require-https-listeners-inside", () => {
  it("is an advisory", () => {
    assert.equal(requireHttpsListenersInside.level, "advisory");
    assert.deepEqual(judgeStack(requireHttpsListenersInside, []).violations, []);
  });
});
