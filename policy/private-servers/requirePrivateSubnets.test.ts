import { aws } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requirePrivateSubnets as rule } from "./requirePrivateSubnets.ts";

const resource = (type: string, name: string, props: object) =>
  aws(type, name, { id: name, ...props });

const out = { routeTableId: "rtb", destinationCidrBlock: "0.0.0.0/0" };

const network = [
  resource("ec2.Vpc", "vpc", { mainRouteTableId: "main" }),
  resource("ec2.InternetGateway", "igw", { vpcId: "vpc" }),
  resource("ec2.NatGateway", "nat", { subnetId: "public" }),
  resource("ec2.Subnet", "private", { vpcId: "vpc" }),
  resource("ec2.Subnet", "public", { vpcId: "vpc" }),
  resource("ec2.RouteTable", "rtb", { vpcId: "vpc" }),
  resource("ec2.Route", "out", { ...out, natGatewayId: "nat" }),
  resource("ec2.RouteTableAssociation", "rtb-private", {
    subnetId: "private",
    routeTableId: "rtb",
  }),
  resource("ec2.RouteTable", "open", {
    vpcId: "vpc",
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw" }],
  }),
  resource("ec2.RouteTableAssociation", "rtb-public", {
    subnetId: "public",
    routeTableId: "open",
  }),
];

testStackRule(rule, {
  compliant: [
    ...network,
    resource("ecs.Service", "tasks", { networkConfiguration: { subnets: ["private"] } }),
    resource("lambda.Function", "proxy", { vpcConfig: { subnetIds: ["private"] } }),
    resource("rds.SubnetGroup", "data", { subnetIds: ["private"] }),
  ],
  passing: {
    "a subnet of another stack": { proxy: { vpcConfig: { subnetIds: ["other"] } } },
    "a function outside of the VPC": { proxy: { vpcConfig: undefined } },
    "subnets that are not known yet": { proxy: { vpcConfig: unknown } },
    "a way out for IPv6 alone": {
      out: {
        destinationCidrBlock: undefined,
        destinationIpv6CidrBlock: "::/0",
        natGatewayId: undefined,
        egressOnlyGatewayId: "eigw",
      },
    },
    "a route to a partner over the internet gateway": {
      out: {
        destinationCidrBlock: "203.0.113.0/28",
        natGatewayId: undefined,
        gatewayId: "igw",
      },
    },
    "a gateway that is not attached to a VPC": {
      igw: { vpcId: undefined },
      out: { natGatewayId: undefined, gatewayId: "igw" },
    },
  },
  failing: {
    "tasks in a public subnet": [
      { tasks: { networkConfiguration: { subnets: ["private", "public"] } } },
      "tasks",
      /The service "tasks" is in a public subnet: subnet "public" has the route 0\.0\.0\.0\/0 of open to igw\. Use private/,
    ],
    "a function in a public subnet": [
      { proxy: { vpcConfig: { subnetIds: ["public"] } } },
      "proxy",
      /The Function "proxy" is in a public subnet/,
    ],
    "a service with a load balancer of its own in a public subnet": [
      {
        add: [
          resource("ecs.ExpressGatewayService", "express", {
            networkConfigurations: [{ subnets: ["private", "public"] }],
          }),
        ],
      },
      "express",
      /The ExpressGatewayService "express" is in a public subnet/,
    ],
    "servers in the default VPC": [
      {
        add: [
          resource("ec2.LaunchTemplate", "template", { imageId: "ami-1" }),
          resource("autoscaling.Group", "servers", {
            availabilityZones: ["us-east-1a"],
            launchTemplate: { id: "template" },
          }),
        ],
      },
      "servers",
      /is in a public subnet: a subnet of the default VPC has the route 0\.0\.0\.0\/0 of the main/,
    ],
    "databases in a public subnet": [
      { data: { subnetIds: ["private", "public"] } },
      "data",
      /The SubnetGroup "data" is in a public subnet/,
    ],
  },
});

testStackRule(rule, {
  compliant: [
    ...network,
    resource("lambda.Function", "proxy", { vpcConfig: { subnetIds: ["private"] } }),
  ],
  failing: {
    "a private subnet that gets a route to the internet": [
      { out: { natGatewayId: undefined, gatewayId: "igw" } },
      "proxy",
      /subnet "private" has the route 0\.0\.0\.0\/0 of rtb to igw/,
    ],
    "a private subnet that gets one in two halves": [
      {
        out: { ...out, destinationCidrBlock: "0.0.0.0/1", gatewayId: "igw" },
        add: [
          resource("ec2.Route", "half", {
            ...out,
            destinationCidrBlock: "128.0.0.0/1",
            gatewayId: "igw",
          }),
        ],
      },
      "proxy",
      /subnet "private" has the route/,
    ],
    "a private subnet that gets one for IPv6": [
      {
        add: [
          resource("ec2.Route", "six", {
            routeTableId: "rtb",
            destinationIpv6CidrBlock: "::/0",
            gatewayId: "igw",
          }),
        ],
      },
      "proxy",
      /subnet "private" has the route ::\/0 of rtb to igw/,
    ],
    "a subnet that loses its table where the main one is public": [
      {
        "rtb-private": null,
        add: [
          resource("ec2.MainRouteTableAssociation", "main", {
            vpcId: "vpc",
            routeTableId: "open",
          }),
        ],
      },
      "proxy",
      /subnet "private" has the route 0\.0\.0\.0\/0 of open to igw/,
    ],
  },
});
