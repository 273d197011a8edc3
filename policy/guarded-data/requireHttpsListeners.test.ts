import { aws } from "../testing/judge.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireHttpsListeners } from "./requireHttpsListeners.ts";

const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";
const forward = [{ type: "forward", targetGroupArn: `${arn}targetgroup/web/1` }];
const redirect = [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }];

const stack = (internal: boolean) => [
  aws("lb.LoadBalancer", "web", { arn: `${arn}loadbalancer/app/web/1`, internal }),
  aws("lb.Listener", "http", {
    arn: `${arn}listener/app/web/1/2`,
    loadBalancerArn: `${arn}loadbalancer/app/web/1`,
    port: 80,
    protocol: "HTTP",
    defaultActions: redirect,
  }),
  aws("elb.LoadBalancer", "classic", {
    internal,
    listeners: [{ lbPort: 443, lbProtocol: "https", instancePort: 80, instanceProtocol: "http" }],
  }),
];

// Elastic Load Balancing API Reference: "Listener", "Action", "Rule".
testStackRule(requireHttpsListeners, {
  compliant: stack(false),
  passing: {
    "a fixed response": { http: { defaultActions: [{ type: "fixed-response" }] } },
    HTTPS: { http: { protocol: "HTTPS", defaultActions: forward } },
    "an internal load balancer": { web: { internal: true }, http: { defaultActions: forward } },
    "a listener of another stack's load balancer": { web: null, http: { defaultActions: forward } },
    "a listener for TCP": { http: { protocol: "TCP", defaultActions: forward } },
  },
  failing: {
    HTTP: [
      { http: { defaultActions: forward } },
      "http",
      /^Requests from the internet are sent without encryption: protocol is "HTTP"\. Set protocol/,
    ],
    "HTTP after a login": [
      { http: { defaultActions: [{ type: "authenticate-oidc" }, ...forward] } },
      "http",
      /protocol is "HTTP"/,
    ],
    "a rule that leads on": [
      {
        add: [
          aws("lb.ListenerRule", "api", {
            listenerArn: `${arn}listener/app/web/1/2`,
            actions: forward,
          }),
        ],
      },
      "http",
      /protocol is "HTTP"/,
    ],
    "a classic load balancer": [
      { classic: { listeners: [{ lbPort: 80, lbProtocol: "http" }] } },
      "classic",
      /listeners\[0\]\.lbProtocol is "http"/,
    ],
  },
});
