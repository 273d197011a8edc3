import { aws, type Declared } from "../testing/judge.ts";
import { changedStack } from "../testing/stackTable.ts";
import { ref } from "./testing/declared.ts";
import { behindBalancer, blockAccess, openStack } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

const accelerated = (endpointId: unknown, more: Record<string, unknown> = {}): Declared[] => [
  aws("globalaccelerator.Accelerator", "fast", more),
  aws("globalaccelerator.Listener", "fast-listener", {
    acceleratorArn: ref("fast", "arn"),
    protocol: "TCP",
    portRanges: [{ fromPort: 443, toPort: 443 }],
  }),
  aws("globalaccelerator.EndpointGroup", "endpoints", {
    listenerArn: ref("fast-listener", "arn"),
    endpointConfigurations: [{ endpointId, weight: 1 }],
  }),
];

/** An internal load balancer in private subnets, reachable only through a door. */
const inside = changedStack(behindBalancer, {
  edge: { internal: true, subnets: [ref("private-1")] },
});

describe("doors", () => {
  opens(inside, {
    "Global Accelerator to an internal load balancer": [
      { add: accelerated(ref("edge", "arn")) },
      "service",
      /internet → accelerator "fast" → load balancer "edge" \(sg "edge-sg" allows tcp\/443.*→ service "service"/,
    ],
  });
  opens(openStack, {
    "Global Accelerator to an instance": [
      {
        web: { associatePublicIpAddress: false },
        out: null,
        add: accelerated(ref("web")),
      },
      "web",
      /internet → accelerator "fast" → eni of instance "web" \(sg "web-sg"/,
    ],
  });
  closes(inside, {
    "only private subnets": {},
    "an accelerator that is off": { add: accelerated(ref("edge", "arn"), { enabled: false }) },
    "an accelerator for another region": { add: accelerated("arn:aws:elasticloadbalancing:x") },
    "an accelerator for other ports": [
      {
        "edge-sg": {
          ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }],
        },
        add: accelerated(ref("edge", "arn")),
      },
      /"edge" is one change away.*sg "edge-sg" allows nothing/,
    ],
    "an accelerator, but the way in blocked": [
      { add: [...accelerated(ref("edge", "arn")), blockAccess("block-ingress")] },
      /VPC Block Public Access is on/,
    ],
  });

  const link = aws("apigateway.VpcLink", "link", { targetArn: ref("edge", "arn") });
  const integration = aws("apigatewayv2.Integration", "integration", {
    connectionType: "VPC_LINK",
    integrationUri: ref("listener", "arn"),
  });
  const restIntegration = aws("apigateway.Integration", "integration", {
    connectionType: "VPC_LINK",
    integrationTarget: ref("edge", "arn"),
  });
  const origin = aws("cloudfront.VpcOrigin", "origin", {
    vpcOriginEndpointConfig: { arn: ref("edge", "arn") },
  });
  const invoked: Declared[] = [
    aws("lambda.Function", "function"),
    aws("lambda.Permission", "permission", {
      function: ref("function", "name"),
      principal: "apigateway.amazonaws.com",
    }),
  ];
  closes(inside, {
    "API Gateway and CloudFront alone": { add: [link, integration, origin, ...invoked] },
  });
  describe("that are not allowed", () => {
    opens(
      inside,
      {
        "a VPC link": [
          { add: [link] },
          "service",
          /internet → API Gateway → VPC link "link" → load balancer "edge" → target group "group" → service/,
        ],
        "an integration with a listener": [
          { add: [integration] },
          "service",
          /API Gateway → integration "integration" → load balancer "edge" →/,
        ],
        "an integration with a load balancer": [
          { add: [restIntegration] },
          "service",
          /API Gateway → integration "integration" → load balancer "edge" →/,
        ],
        "CloudFront's VPC origin": [
          { add: [origin] },
          "service",
          /internet → CloudFront → VPC origin "origin" → load balancer "edge" →/,
        ],
        "a function that API Gateway invokes": [
          { add: invoked },
          "function",
          /internet → API Gateway → permission "permission" → function "function"/,
        ],
      },
      { allowedDoors: [] },
    );
  });
  describe("that are allowed", () => {
    closes(behindBalancer, { "load balancers": {} }, { allowedDoors: ["load-balancer"] });
    closes(
      inside,
      { accelerators: { add: accelerated(ref("edge", "arn")) } },
      { allowedDoors: ["global-accelerator"] },
    );
  });
});
