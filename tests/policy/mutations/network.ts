import type { MutableExport } from "../mutableExport.ts";
import { account, add, change, everywhere, type Mutations } from "./mutation.ts";

const service = "ecs/service:Service";
const group = "ec2/securityGroup:SecurityGroup";
const privateSubnet = (stack: MutableExport) => stack.idOf("ec2/subnet:Subnet", "dev-private-1");
const natSubnet = (stack: MutableExport) => stack.idOf("ec2/subnet:Subnet", "dev-nat-1");
const privateSubnets = (stack: MutableExport) =>
  ["dev-private-1", "dev-private-2"].map((name) => stack.idOf("ec2/subnet:Subnet", name));
const tasks = (stack: MutableExport) => stack.idOf(group, "dev-orders-tasks");
const vpc = (stack: MutableExport) => stack.idOf("ec2/vpc:Vpc", "dev");

/** Mutations that open the network or a server in it. */
export const networkMutations: Mutations = {
  // Public addresses.
  "tasks with public addresses": change(service, "dev-orders", {
    "networkConfiguration.assignPublicIp": true,
  }),
  "an instance with a public address": add("ec2/instance:Instance", (stack) => ({
    subnetId: privateSubnet(stack),
    associatePublicIpAddress: true,
  })),
  "an instance in the default VPC": add("ec2/instance:Instance", { ami: "ami-1" }),
  "a launch template with public addresses": add("ec2/launchTemplate:LaunchTemplate", {
    networkInterfaces: [{ associatePublicIpAddress: "true" }],
  }),
  "a launch configuration with public addresses": add(
    "ec2/launchConfiguration:LaunchConfiguration",
    { associatePublicIpAddress: true },
  ),
  "an address for an instance": add("ec2/eipAssociation:EipAssociation", {
    instanceId: "i-0123456789abcdef0",
    allocationId: "eipalloc-0123456789abcdef0",
  }),
  "an address of an instance": add("ec2/eip:Eip", { instance: "i-0123456789abcdef0" }),
  "subnets that give addresses": change("ec2/subnet:Subnet", "dev-private-1", {
    mapPublicIpOnLaunch: true,
  }),
  "a Lightsail server": add("lightsail/instance:Instance", {
    blueprintId: "amazon_linux_2023",
    bundleId: "nano_3_0",
  }),
  // Load balancers.
  "an internet-facing load balancer": change("lb/loadBalancer:LoadBalancer", "dev-catalog", {
    internal: false,
  }),
  "a load balancer that says nothing": change("lb/loadBalancer:LoadBalancer", "dev-orders", {
    internal: undefined,
  }),
  "an internet-facing classic load balancer": add("elb/loadBalancer:LoadBalancer", (stack) => ({
    subnets: privateSubnets(stack),
    listeners: [{ instancePort: 80, instanceProtocol: "http", lbPort: 80, lbProtocol: "http" }],
  })),
  "a global accelerator before a load balancer": add(
    "globalaccelerator/endpointGroup:EndpointGroup",
    (stack) => ({
      listenerArn: `arn:aws:globalaccelerator::${account}:accelerator/1/listener/2`,
      endpointConfigurations: [
        { endpointId: stack.idOf("lb/loadBalancer:LoadBalancer", "dev-catalog") },
      ],
    }),
  ),
  // Security groups.
  "a group that allows everyone": change(group, "dev-endpoints", {
    ingress: [{ fromPort: 443, toPort: 443, protocol: "tcp", cidrBlocks: everywhere }],
  }),
  "a group that allows everyone by IPv6": change(group, "dev-endpoints", {
    ingress: [{ fromPort: 443, toPort: 443, protocol: "tcp", ipv6CidrBlocks: ["::/0"] }],
  }),
  "a group that lets both halves of the internet in": change(group, "dev-endpoints", {
    ingress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }],
  }),
  "a group that lets many in by pieces": change(group, "dev-endpoints", {
    ingress: Array.from({ length: 4 }, (_, index) => ({
      fromPort: 443,
      toPort: 443,
      protocol: "tcp",
      cidrBlocks: [`203.0.${index * 16}.0/24`],
    })),
  }),
  "a rule that allows everyone": change(
    "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "dev-orders-from-load-balancer",
    { cidrIpv4: "0.0.0.0/0", referencedSecurityGroupId: undefined },
  ),
  "a rule of the old type that allows everyone": add(
    "ec2/securityGroupRule:SecurityGroupRule",
    (stack) => ({
      type: "ingress",
      securityGroupId: tasks(stack),
      fromPort: 22,
      toPort: 22,
      protocol: "tcp",
      cidrBlocks: everywhere,
    }),
  ),
  "a rule for half of the internet": add(
    "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    (stack) => ({ securityGroupId: tasks(stack), ipProtocol: "-1", cidrIpv4: "128.0.0.0/1" }),
  ),
  "a default group that allows everyone": change(
    "ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "dev-default",
    { ingress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: everywhere }] },
  ),
  "rules that let many in together": (stack) => {
    const rule = (octet: number) => ({
      securityGroupId: tasks(stack),
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: `203.0.${octet}.0/24`,
    });
    const type = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    for (const octet of [1, 3, 5]) stack.add(type, `office-${octet}`, rule(octet));
    return stack.urnOf(group, "dev-orders-tasks");
  },
  "a prefix list with everyone": (stack) => {
    const list = stack.add("ec2/managedPrefixList:ManagedPrefixList", "everybody", {
      addressFamily: "IPv4",
      maxEntries: 2,
      entries: [{ cidr: "0.0.0.0/1" }, { cidr: "128.0.0.0/1" }],
    });
    stack.add("vpc/securityGroupIngressRule:SecurityGroupIngressRule", "added", {
      securityGroupId: tasks(stack),
      ipProtocol: "-1",
      prefixListId: "everybody-id",
    });
    return list;
  },
  // Paths through the network.
  "services in a subnet with a way to the internet": (stack) => {
    const type = "ec2/route:Route";
    const gatewayId = stack.idOf("ec2/internetGateway:InternetGateway", "dev");
    return stack.change(type, "dev-private-1", { gatewayId, natGatewayId: undefined });
  },
  "services in the subnets of the NAT gateways": (stack) =>
    stack.change(service, "dev-catalog", { "networkConfiguration.subnets": [natSubnet(stack)] }),
  "a network interface with an address": (stack) => {
    stack.add("ec2/networkInterface:NetworkInterface", "open", {
      subnetId: natSubnet(stack),
      securityGroups: [tasks(stack)],
    });
    return stack.add("ec2/eip:Eip", "added", { networkInterface: "open-id" });
  },
  "a server that the internet reaches": (stack) => {
    stack.add(group, "open", {
      vpcId: vpc(stack),
      ingress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: everywhere }],
    });
    return stack.add("ec2/instance:Instance", "added", {
      subnetId: natSubnet(stack),
      associatePublicIpAddress: true,
      vpcSecurityGroupIds: ["open-id"],
    });
  },
};
