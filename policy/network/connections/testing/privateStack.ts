import { aws, type Declared } from "../../../testing/judge.ts";
import { ref } from "../../testing/declared.ts";

const zones = ["1", "2"];
const privateSubnets = zones.map((zone) => ref(`private-${zone}`));
const anywhere = "0.0.0.0/0";
const wholeVpc = "10.0.0.0/16";

/** A function and a VPC link that call a load balancer, its tasks, and their ways to AWS and the internet. */
export const privateStack: readonly Declared[] = [
  aws("ec2.Vpc", "main", { cidrBlock: wholeVpc }),
  aws("ec2.InternetGateway", "gateway", { vpcId: ref("main") }),
  ...zones.flatMap((zone) => [
    aws("ec2.Subnet", `private-${zone}`, {
      vpcId: ref("main"),
      cidrBlock: `10.0.${zone}.0/24`,
      availabilityZone: `us-east-1${zone === "1" ? "a" : "b"}`,
    }),
    aws("ec2.RouteTable", `private-${zone}-table`, { vpcId: ref("main") }),
    aws("ec2.RouteTableAssociation", `private-${zone}-association`, {
      subnetId: ref(`private-${zone}`),
      routeTableId: ref(`private-${zone}-table`),
    }),
    aws("ec2.Route", `private-${zone}-out`, {
      routeTableId: ref(`private-${zone}-table`),
      destinationCidrBlock: anywhere,
      natGatewayId: ref("nat"),
    }),
  ]),
  aws("ec2.Subnet", "nat-subnet", { vpcId: ref("main"), cidrBlock: "10.0.9.0/26" }),
  aws("ec2.RouteTable", "nat-table", { vpcId: ref("main") }),
  aws("ec2.RouteTableAssociation", "nat-association", {
    subnetId: ref("nat-subnet"),
    routeTableId: ref("nat-table"),
  }),
  aws("ec2.Route", "nat-out", {
    routeTableId: ref("nat-table"),
    destinationCidrBlock: anywhere,
    gatewayId: ref("gateway"),
  }),
  aws("ec2.NatGateway", "nat", { subnetId: ref("nat-subnet") }),
  acl("private-acl", privateSubnets),
  acl("nat-acl", [ref("nat-subnet")]),

  aws("ec2.VpcEndpoint", "s3-endpoint", {
    vpcId: ref("main"),
    serviceName: "com.amazonaws.us-east-1.s3",
    routeTableIds: zones.map((zone) => ref(`private-${zone}-table`)),
  }),
  group("endpoints-sg", {
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [wholeVpc] }],
  }),
  aws("ec2.VpcEndpoint", "kms-endpoint", {
    vpcId: ref("main"),
    serviceName: "com.amazonaws.us-east-1.kms",
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    subnetIds: privateSubnets,
    securityGroupIds: [ref("endpoints-sg")],
  }),

  group("function-sg"),
  group("link-sg"),
  group("balancer-sg"),
  group("task-sg"),
  ...rules("function-sg", "balancer-sg", 80),
  ...rules("link-sg", "balancer-sg", 80),
  ...rules("balancer-sg", "task-sg", 8080),
  aws("vpc.SecurityGroupEgressRule", "task-to-https", {
    securityGroupId: ref("task-sg"),
    ...tcp(443),
    cidrIpv4: anywhere,
  }),
  aws("lambda.Function", "function", {
    vpcConfig: { subnetIds: privateSubnets, securityGroupIds: [ref("function-sg")] },
  }),
  aws("apigatewayv2.VpcLink", "link", {
    subnetIds: privateSubnets,
    securityGroupIds: [ref("link-sg")],
  }),
  aws("lb.LoadBalancer", "balancer", {
    internal: true,
    subnets: privateSubnets,
    securityGroups: [ref("balancer-sg")],
  }),
  aws("ecs.Service", "service", {
    networkConfiguration: { subnets: privateSubnets, securityGroups: [ref("task-sg")] },
  }),
];

/** Entries of a network ACL that lets everything out, and in what comes from the VPC or responds. */
export const entries = {
  inside: entry(100, wholeVpc),
  responses: { ...entry(200, anywhere), protocol: "tcp", fromPort: 1024, toPort: 65_535 },
  out: entry(100, anywhere),
};

export function entry(ruleNo: number, cidrBlock: string) {
  return { ruleNo, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock };
}

function acl(name: string, subnetIds: readonly unknown[]): Declared {
  const ingress = [
    entry(100, wholeVpc),
    { ...entry(200, anywhere), protocol: "tcp", fromPort: 1024, toPort: 65_535 },
  ];
  const egress = [entry(100, anywhere)];
  return aws("ec2.NetworkAcl", name, { vpcId: ref("main"), subnetIds, ingress, egress });
}

function group(name: string, more: Declared["props"] = {}): Declared {
  return aws("ec2.SecurityGroup", name, { vpcId: ref("main"), ...more });
}

export function tcp(port: number) {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}

/** The rules on both sides that allow connections from one group to another. */
function rules(from: string, to: string, port: number): Declared[] {
  return [
    aws("vpc.SecurityGroupEgressRule", `${from}-to-${to}`, {
      securityGroupId: ref(from),
      ...tcp(port),
      referencedSecurityGroupId: ref(to),
    }),
    aws("vpc.SecurityGroupIngressRule", `${to}-from-${from}`, {
      securityGroupId: ref(to),
      ...tcp(port),
      referencedSecurityGroupId: ref(from),
    }),
  ];
}
