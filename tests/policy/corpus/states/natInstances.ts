import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { anywhere, associate, everything, tcp } from "../support/networks.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "sst-vpc", stack: "production" });
const component = stack.component("sst:aws:Vpc", "MyVpc");
const within = { parent: component };
const vpc = stack.aws(
  "ec2.Vpc",
  "MyVpcVpc",
  { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true },
  within,
);
const gateway = stack.aws("ec2.InternetGateway", "MyVpcInternetGateway", { vpcId: vpc.id }, within);
stack.aws(
  "ec2.SecurityGroup",
  "MyVpcSecurityGroup",
  {
    vpcId: vpc.id,
    egress: [everything],
    ingress: [{ ...everything, cidrBlocks: ["10.0.0.0/16"] }],
  },
  within,
);
const natGroup = stack.aws(
  "ec2.SecurityGroup",
  "MyVpcNatInstanceSecurityGroup",
  { vpcId: vpc.id, ingress: [everything], egress: [everything] },
  within,
);
const role = addRole(stack, "MyVpcNatInstanceRole", "ec2.amazonaws.com", [], within);
const profile = stack.aws(
  "iam.InstanceProfile",
  "MyVpcNatInstanceProfile",
  { role: role.name },
  within,
);
const table = stack.aws(
  "ec2.RouteTable",
  "MyVpcPublicRouteTable1",
  { vpcId: vpc.id, routes: [{ cidrBlock: anywhere, gatewayId: gateway.id }] },
  within,
);
const open = stack.aws(
  "ec2.Subnet",
  "MyVpcPublicSubnet1",
  {
    vpcId: vpc.id,
    cidrBlock: "10.0.0.0/22",
    availabilityZone: "us-east-1a",
    mapPublicIpOnLaunch: true,
  },
  within,
);
associate(stack, "MyVpcPublicRouteTableAssociation1", open, table, within);
const image = { ami: "ami-0a2b3c4d5e6f70819", instanceType: "t4g.nano", subnetId: open.id };
const nat = stack.aws(
  "ec2.Instance",
  "MyVpcNatInstance1",
  {
    ...image,
    vpcSecurityGroupIds: [natGroup.id],
    iamInstanceProfile: profile.name,
    sourceDestCheck: false,
  },
  { ...within, outputs: { associatePublicIpAddress: true, publicIp: "44.201.7.19" } },
);
const eip = stack.aws("ec2.Eip", "MyVpcElasticIp1", { domain: "vpc" }, within);
stack.aws(
  "ec2.EipAssociation",
  "MyVpcEipAssociation1",
  { instanceId: nat.id, allocationId: eip.id },
  within,
);
const inner = stack.aws(
  "ec2.Subnet",
  "MyVpcPrivateSubnet1",
  { vpcId: vpc.id, cidrBlock: "10.0.8.0/22", availabilityZone: "us-east-1a" },
  within,
);
const innerTable = stack.aws(
  "ec2.RouteTable",
  "MyVpcPrivateRouteTable1",
  { vpcId: vpc.id, routes: [{ cidrBlock: anywhere, networkInterfaceId: "eni-0f1e2d3c4b5a69788" }] },
  within,
);
associate(stack, "MyVpcPrivateRouteTableAssociation1", inner, innerTable, within);
const bastionGroup = stack.aws(
  "ec2.SecurityGroup",
  "MyVpcBastionSecurityGroup",
  { vpcId: vpc.id, ingress: [tcp(22, "203.0.113.0/28")], egress: [everything] },
  within,
);
stack.aws(
  "ec2.Instance",
  "MyVpcBastionInstance",
  {
    ...image,
    vpcSecurityGroupIds: [bastionGroup.id],
    rootBlockDevice: { encrypted: true },
  },
  { ...within, outputs: { associatePublicIpAddress: true, publicIp: "44.203.9.2" } },
);

/** In the shape of SST's Vpc with nat: "ec2", and a bastion for an office's range. */
export const natInstances: CorpusState = {
  about: "a network with a NAT instance that is open to all, and a bastion for one range",
  stack,
  mandatory: {
    "forbid-public-subnet-addresses MyVpcPublicSubnet1": "mapPublicIpOnLaunch",
    "forbid-internet-ingress MyVpcNatInstanceSecurityGroup": "everything is open to 0.0.0.0/0",
    "forbid-elastic-addresses MyVpcEipAssociation1": "the address belongs to a server",
    "forbid-paths-from-internet MyVpcNatInstance1": "public address, open group, public subnet",
    "require-private-subnets MyVpcNatInstance1": "its subnet has a route to the internet gateway",
    "require-private-subnets MyVpcBastionInstance":
      "its subnet has a route to the internet gateway",
    "require-encrypted-volumes MyVpcNatInstance1": "the root volume is not encrypted",
  },
  advisory: {
    "forbid-near-paths-from-internet MyVpcBastionInstance":
      "only its security group keeps others out",
  },
};
