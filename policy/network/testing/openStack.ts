import { type Declared, ref } from "./declared.ts";

/** A web server that anyone on the internet can reach: every gate on the way is open. */
export const openStack: readonly Declared[] = [
  { type: "aws:ec2/vpc:Vpc", name: "main", props: { cidrBlock: "10.0.0.0/16" } },
  {
    type: "aws:ec2/internetGateway:InternetGateway",
    name: "gateway",
    props: { vpcId: ref("main") },
  },
  {
    type: "aws:ec2/subnet:Subnet",
    name: "public-1",
    props: { vpcId: ref("main"), cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: false },
  },
  { type: "aws:ec2/routeTable:RouteTable", name: "public", props: { vpcId: ref("main") } },
  {
    type: "aws:ec2/route:Route",
    name: "out",
    props: {
      routeTableId: ref("public"),
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: ref("gateway"),
    },
  },
  {
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    name: "public-1-table",
    props: { subnetId: ref("public-1"), routeTableId: ref("public") },
  },
  {
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "web-sg",
    props: { vpcId: ref("main"), ingress: [https({ cidrBlocks: ["0.0.0.0/0"] })] },
  },
  {
    type: "aws:ec2/instance:Instance",
    name: "web",
    props: {
      subnetId: ref("public-1"),
      vpcSecurityGroupIds: [ref("web-sg")],
      associatePublicIpAddress: true,
    },
  },
];

/** A public load balancer with a service behind it in a private subnet. */
export const behindBalancer: readonly Declared[] = [
  ...openStack.filter(({ name }) => name !== "web"),
  {
    type: "aws:ec2/subnet:Subnet",
    name: "private-1",
    props: { vpcId: ref("main"), cidrBlock: "10.0.2.0/24" },
  },
  group("edge-sg", [https({ cidrBlocks: ["0.0.0.0/0"] })]),
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    name: "edge",
    props: { subnets: [ref("public-1")], securityGroups: [ref("edge-sg")] },
  },
  {
    type: "aws:lb/listener:Listener",
    name: "listener",
    props: {
      loadBalancerArn: ref("edge", "arn"),
      port: 443,
      protocol: "HTTPS",
      defaultActions: [{ type: "forward", targetGroupArn: ref("group", "arn") }],
    },
  },
  {
    type: "aws:lb/targetGroup:TargetGroup",
    name: "group",
    props: { vpcId: ref("main"), targetType: "ip", port: 80, protocol: "HTTP" },
  },
  group("service-sg", [
    { protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [ref("edge-sg")] },
  ]),
  {
    type: "aws:ecs/service:Service",
    name: "service",
    props: {
      networkConfiguration: { subnets: [ref("private-1")], securityGroups: [ref("service-sg")] },
      loadBalancers: [{ containerName: "app", targetGroupArn: ref("group", "arn") }],
    },
  },
];

function group(name: string, ingress: readonly object[]): Declared {
  const type = "aws:ec2/securityGroup:SecurityGroup";
  return { type, name, props: { vpcId: ref("main"), ingress } };
}

export const everybody = { cidrBlocks: ["0.0.0.0/0"] };

/** A rule for HTTPS. */
export function https(sources: object): object {
  return { protocol: "tcp", fromPort: 443, toPort: 443, ...sources };
}

/** Changes: properties by resource (`undefined` removes a property, `null` the resource). */
export type Changes = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

export function changed(
  declared: readonly Declared[],
  changes: Changes,
  add: readonly Declared[] = [],
): Declared[] {
  for (const name of Object.keys(changes)) {
    if (!declared.some((one) => one.name === name)) throw new Error(`There is no ${name}.`);
  }
  const kept = declared.filter(({ name }) => changes[name] !== null);
  return [
    ...kept.map(({ type, name, props }) => {
      const all = Object.entries({ ...props, ...changes[name] });
      const set = all.filter(([, value]) => value !== undefined);
      return { type, name, props: Object.fromEntries(set) };
    }),
    ...add,
  ];
}
