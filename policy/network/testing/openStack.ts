import { aws, type Declared } from "../../testing/judge.ts";
import { ref } from "./declared.ts";

/** A web server that anyone on the internet can reach: every gate on the way is open. */
export const openStack: readonly Declared[] = [
  aws("ec2.Vpc", "main", { cidrBlock: "10.0.0.0/16" }),
  aws("ec2.InternetGateway", "gateway", { vpcId: ref("main") }),
  aws("ec2.Subnet", "public-1", {
    vpcId: ref("main"),
    cidrBlock: "10.0.1.0/24",
    mapPublicIpOnLaunch: false,
  }),
  aws("ec2.RouteTable", "public", { vpcId: ref("main") }),
  aws("ec2.Route", "out", {
    routeTableId: ref("public"),
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: ref("gateway"),
  }),
  aws("ec2.RouteTableAssociation", "public-1-table", {
    subnetId: ref("public-1"),
    routeTableId: ref("public"),
  }),
  aws("ec2.SecurityGroup", "web-sg", {
    vpcId: ref("main"),
    ingress: [https({ cidrBlocks: ["0.0.0.0/0"] })],
  }),
  aws("ec2.Instance", "web", {
    subnetId: ref("public-1"),
    vpcSecurityGroupIds: [ref("web-sg")],
    associatePublicIpAddress: true,
  }),
];

/** A public load balancer with a service behind it in a private subnet. */
export const behindBalancer: readonly Declared[] = [
  ...openStack.filter(({ name }) => name !== "web"),
  aws("ec2.Subnet", "private-1", { vpcId: ref("main"), cidrBlock: "10.0.2.0/24" }),
  group("edge-sg", [https({ cidrBlocks: ["0.0.0.0/0"] })]),
  aws("lb.LoadBalancer", "edge", { subnets: [ref("public-1")], securityGroups: [ref("edge-sg")] }),
  aws("lb.Listener", "listener", {
    loadBalancerArn: ref("edge", "arn"),
    port: 443,
    protocol: "HTTPS",
    defaultActions: [{ type: "forward", targetGroupArn: ref("group", "arn") }],
  }),
  aws("lb.TargetGroup", "group", {
    vpcId: ref("main"),
    targetType: "ip",
    port: 80,
    protocol: "HTTP",
  }),
  group("service-sg", [
    { protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [ref("edge-sg")] },
  ]),
  aws("ecs.Service", "service", {
    networkConfiguration: { subnets: [ref("private-1")], securityGroups: [ref("service-sg")] },
    loadBalancers: [{ containerName: "app", targetGroupArn: ref("group", "arn") }],
  }),
];

function group(name: string, ingress: readonly object[]): Declared {
  return aws("ec2.SecurityGroup", name, { vpcId: ref("main"), ingress });
}

/** VPC Block Public Access. */
export const blockAccess = (internetGatewayBlockMode: string): Declared =>
  aws("ec2.VpcBlockPublicAccessOptions", "block", { internetGatewayBlockMode });

export const everybody = { cidrBlocks: ["0.0.0.0/0"] };

/** A rule for HTTPS. */
export function https(sources: object): object {
  return { protocol: "tcp", fromPort: 443, toPort: 443, ...sources };
}
