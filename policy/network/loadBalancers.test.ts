import { aws, type Declared } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { behindBalancer } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

const http = { protocol: "tcp", fromPort: 80, toPort: 80 };

describe("behind load balancers", () => {
  opens(behindBalancer, {
    "a service in private subnets": [
      {},
      "service",
      /load balancer "edge" \(sg "edge-sg" allows tcp\/443 from 0\.0\.0\.0\/0\) → target group "group" → service "service"\./,
    ],
    "one with unknown members": [
      { service: { loadBalancers: undefined } },
      "edge",
      /reaches the load balancer "edge".*→ load balancer "edge" \(/,
    ],
    "one without groups": [
      {
        edge: { loadBalancerType: "network", securityGroups: undefined },
        listener: { protocol: "TCP" },
        "service-sg": { ingress: [{ ...http, cidrBlocks: ["10.0.0.0/16"] }] },
      },
      "service",
      /load balancer "edge" \(which allows everyone\) → target group/,
    ],
  });
  closes(behindBalancer, {
    "an internal one": [{ edge: { internal: true } }, /it is internal/],
    "one with fixed responses only": { listener: { defaultActions: [{ type: "fixed-response" }] } },
    "no listener": { listener: null },
    "a listener on a port that is closed": [
      { listener: { port: 8443 } },
      /sg "edge-sg" allows nothing/,
    ],
    "a service that lets others in only": [
      { "service-sg": { ingress: [{ ...http, securityGroups: [ref("web-sg")] }] } },
      /allow nothing from load balancer "edge"/,
    ],
    "a service that lets in other addresses": [
      { "service-sg": { ingress: [{ ...http, cidrBlocks: ["10.9.0.0/16"] }] } },
      /allow nothing from load balancer "edge"/,
    ],
    "clients' addresses that the service does not let in": [
      {
        edge: { loadBalancerType: "network" },
        listener: { protocol: "TCP" },
        group: { protocol: "TCP", preserveClientIp: "true" },
        "service-sg": { ingress: [{ ...http, cidrBlocks: ["10.0.0.0/16"] }] },
      },
      /allow nothing from load balancer "edge"/,
    ],
  });

  const attachment = (targetId: unknown, targetGroupArn = ref("group", "arn")) =>
    aws("lb.TargetGroupAttachment", "attachment", { targetGroupArn, targetId });
  const noService = { service: null };
  const server = aws("ec2.Instance", "server", {
    subnetId: ref("private-1"),
    vpcSecurityGroupIds: [ref("service-sg")],
  });
  const scaling = (props: Record<string, unknown>) =>
    aws("autoscaling.Group", "scaling", {
      vpcZoneIdentifiers: [ref("private-1")],
      launchTemplate: { id: "lt-of-another-stack" },
      ...props,
    });
  const classic = aws("elb.LoadBalancer", "classic", {
    subnets: [ref("public-1")],
    securityGroups: [ref("edge-sg")],
    listeners: [{ lbPort: 443, lbProtocol: "https", instancePort: 80, instanceProtocol: "http" }],
  });
  const noEdge = { edge: null, listener: null, group: null, service: null };
  opens(behindBalancer, {
    "an instance": [
      { ...noService, add: [server, attachment(ref("server"))] },
      "server",
      /→ target group "group" → instance "server"/,
    ],
    "an instance by its address": [
      { ...noService, add: [server, attachment(ref("server", "privateIp"))] },
      "server",
      /→ target group "group" → instance "server"/,
    ],
    "a function": [
      {
        ...noService,
        add: [aws("lambda.Function", "function"), attachment(ref("function", "arn"))],
      },
      "function",
      /→ target group "group" → function "function"/,
    ],
    "an auto scaling group": [
      { ...noService, add: [scaling({ targetGroupArns: [ref("group", "arn")] })] },
      "scaling",
      /→ target group "group" → auto scaling group "scaling"/,
    ],
    "an auto scaling group that is attached apart": [
      {
        ...noService,
        add: [
          scaling({}),
          aws("autoscaling.Attachment", "attached", {
            autoscalingGroupName: ref("scaling", "name"),
            lbTargetGroupArn: ref("group", "arn"),
          }),
        ],
      },
      "scaling",
      /→ target group "group" → auto scaling group "scaling"/,
    ],
    "a rule of a listener": [
      {
        listener: { defaultActions: [{ type: "redirect" }] },
        add: [
          aws("lb.ListenerRule", "path", {
            listenerArn: ref("listener", "arn"),
            actions: [
              { type: "forward", forward: { targetGroups: [{ arn: ref("group", "arn") }] } },
            ],
          }),
        ],
      },
      "service",
      /→ target group "group" → service "service"/,
    ],
    "one behind another": [
      {
        edge: { internal: true, subnets: [ref("private-1")] },
        add: [
          aws("lb.LoadBalancer", "front", {
            loadBalancerType: "network",
            subnets: [ref("public-1")],
          }),
          aws("lb.Listener", "front-listener", {
            loadBalancerArn: ref("front", "arn"),
            port: 443,
            protocol: "TCP",
            defaultActions: [{ type: "forward", targetGroupArn: ref("front-group", "arn") }],
          }),
          aws("lb.TargetGroup", "front-group", { targetType: "alb", protocol: "TCP", port: 443 }),
          attachment(ref("edge", "arn"), ref("front-group", "arn")),
        ],
      },
      "service",
      /load balancer "front" \(.*\) → target group "front-group" → load balancer "edge" → target group "group" → service/,
    ],
    "a classic one": [
      {
        ...noEdge,
        add: [server, { ...classic, props: { ...classic.props, instances: [ref("server")] } }],
      },
      "server",
      /load balancer "classic" \(sg "edge-sg" allows tcp\/443.*\) → instance "server"/,
    ],
    "a classic one that is attached apart": [
      {
        ...noEdge,
        add: [
          server,
          classic,
          aws("elb.Attachment", "attached", { elb: ref("classic"), instance: ref("server") }),
        ],
      },
      "server",
      /load balancer "classic" .* → instance "server"/,
    ],
    "one with IPv6 addresses alone": [
      {
        edge: { ipAddressType: "dualstack-without-public-ipv4" },
        out: { destinationCidrBlock: undefined, destinationIpv6CidrBlock: "::/0" },
        "edge-sg": { ingress: [{ ...http, toPort: 443, ipv6CidrBlocks: ["::/0"] }] },
      },
      "service",
      /route ::\/0 of/,
    ],
  });
  closes(behindBalancer, {
    "a public one in private subnets": [
      { edge: { subnets: [ref("private-1")] } },
      /no route of subnet "private-1" leads/,
    ],
    "an internal one in private subnets": { edge: { internal: true, subnets: [ref("private-1")] } },
    "one of type gateway": { edge: { loadBalancerType: "gateway" } },
  });

  // Only a load balancer can continue a connection from the internet into a peered VPC.
  describe("over VPCs", () => {
    const farRoute = (destinationCidrBlock: string, target: object) =>
      aws("ec2.Route", "to-far", { routeTableId: ref("public"), destinationCidrBlock, ...target });
    const far: Declared[] = [
      aws("ec2.Vpc", "far", { cidrBlock: "10.1.0.0/16" }),
      aws("ec2.Subnet", "far-1", { vpcId: ref("far"), cidrBlock: "10.1.1.0/24" }),
      {
        ...server,
        props: { ...server.props, subnetId: ref("far-1"), vpcSecurityGroupIds: [ref("far-sg")] },
      },
      aws("ec2.SecurityGroup", "far-sg", {
        vpcId: ref("far"),
        ingress: [{ ...http, cidrBlocks: ["10.0.0.0/16"] }],
      }),
      attachment(ref("server", "privateIp")),
    ];
    opens(behindBalancer, {
      "a peering connection": [
        {
          ...noService,
          add: [...far, farRoute("10.1.0.0/16", { vpcPeeringConnectionId: "pcx-1" })],
        },
        "server",
        /→ target group "group" → instance "server"/,
      ],
      "a transit gateway": [
        { ...noService, add: [...far, farRoute("10.0.0.0/8", { transitGatewayId: "tgw-1" })] },
        "server",
        /→ target group "group" → instance "server"/,
      ],
    });
    closes(behindBalancer, {
      "a peering connection with another VPC": [
        {
          ...noService,
          add: [...far, farRoute("10.2.0.0/16", { vpcPeeringConnectionId: "pcx-1" })],
        },
        /no route leads from load balancer "edge" to its VPC/,
      ],
    });
    closes(behindBalancer, {
      "a public subnet of one VPC for an instance of another": {
        ...noEdge,
        add: [
          ...far.filter(({ name }) => name !== "attachment"),
          farRoute("10.1.0.0/16", { vpcPeeringConnectionId: "pcx-1" }),
        ],
      },
    });
  });
});
