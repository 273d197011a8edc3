import { defaultVpc } from "../support/kinds/kind.ts";
import { ExportedStack } from "../support/exportedStack.ts";
import { anywhere, everything, tcp } from "../support/networks.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "webserver", region: "us-west-2" });
const group = stack.aws("ec2.SecurityGroup", "web-secgrp", { ingress: [tcp(80, anywhere)] });
stack.aws(
  "ec2.Instance",
  "web-server-www",
  {
    ami: "ami-0c2ab3b8efb09f272",
    instanceType: "t2.micro",
    vpcSecurityGroupIds: [group.id],
    userData: "b1f0c5b0c1e6a7f7d7a3c8c1f3c9e1f0a2b3c4d5",
    tags: { Name: "web-server-www" },
  },
  {
    outputs: {
      associatePublicIpAddress: true,
      publicIp: "54.202.13.77",
      publicDns: "ec2-54-202-13-77.us-west-2.compute.amazonaws.com",
      subnetId: defaultVpc.subnets[0],
    },
  },
);

/** As pulumi/examples' aws-ts-webserver. */
export const webServer: CorpusState = {
  about: "a web server in the account's default VPC",
  stack,
  mandatory: {
    "forbid-internet-ingress web-secgrp": "port 80 is open to 0.0.0.0/0",
    "forbid-public-addresses web-server-www": "a default subnet gives the instance an address",
    "forbid-paths-from-internet web-server-www":
      "it has the address 54.202.13.77 and port 80 is open",
    "require-encrypted-volumes web-server-www": "the root volume is not encrypted",
  },
  undecided: {
    "require-private-subnets": "the routes of the default VPC are not in the state",
  },
};

const inVpc = new ExportedStack({ project: "vm", plugin: "6.66.2" });
const vpc = inVpc.aws("ec2.Vpc", "vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const gateway = inVpc.aws("ec2.InternetGateway", "gateway", { vpcId: vpc.id });
const subnet = inVpc.aws("ec2.Subnet", "subnet", {
  vpcId: vpc.id,
  cidrBlock: "10.0.1.0/24",
  mapPublicIpOnLaunch: true,
});
const table = inVpc.aws("ec2.RouteTable", "routeTable", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: anywhere, gatewayId: gateway.id }],
});
inVpc.aws("ec2.RouteTableAssociation", "routeTableAssociation", {
  subnetId: subnet.id,
  routeTableId: table.id,
});
const open = inVpc.aws("ec2.SecurityGroup", "secGroup", {
  description: "Enable HTTP access",
  vpcId: vpc.id,
  ingress: [tcp(80, anywhere)],
  egress: [everything],
});
inVpc.aws(
  "ec2.Instance",
  "server",
  {
    ami: "ami-0c2ab3b8efb09f272",
    instanceType: "t3.micro",
    subnetId: subnet.id,
    vpcSecurityGroupIds: [open.id],
    userData: "3f9c0b1e",
  },
  { outputs: { associatePublicIpAddress: true, publicIp: "3.91.14.201" } },
);

/** As Pulumi's template vm-aws. */
export const virtualMachine: CorpusState = {
  about: "a web server in a public subnet of its own VPC",
  stack: inVpc,
  mandatory: {
    "forbid-public-subnet-addresses subnet": "mapPublicIpOnLaunch",
    "forbid-internet-ingress secGroup": "port 80 is open to 0.0.0.0/0",
    "forbid-paths-from-internet server": "gateway, route, public address and group are open",
    "require-private-subnets server": "its subnet has a route to the internet gateway",
    "require-encrypted-volumes server": "the root volume is not encrypted",
  },
};
