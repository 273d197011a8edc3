import type { Properties } from "../../../graph/resource.ts";
import type { types } from "../regionState.ts";

export type ShortName = keyof typeof types;
export type Resource = readonly [type: ShortName, name: string, inputs: Properties];

export const subnet = (cidrBlock: string, availabilityZone: string): Properties => ({
  vpcId: "$vpc",
  cidrBlock,
  availabilityZone,
});
export const toInternet = { routeTableId: "$table", destinationCidrBlock: "0.0.0.0/0" };
export const fromGroup = {
  securityGroupId: "$other",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  referencedSecurityGroupId: "$group",
};
export const apiOfEcr = {
  vpcId: "$vpc",
  serviceName: "com.amazonaws.eu-west-1.ecr.api",
  vpcEndpointType: "Interface",
  privateDnsEnabled: true,
  subnetIds: ["$a", "$b"],
  securityGroupIds: ["$group"],
};
export const s3 = {
  vpcId: "$vpc",
  serviceName: "com.amazonaws.eu-west-1.s3",
  routeTableIds: ["$table"],
};
export const log = {
  vpcId: "$vpc",
  trafficType: "ALL",
  logDestination: "arn:aws:logs:eu-west-1:1:log-group:x",
};

/** A region's network. Inputs refer to ids of earlier resources by `$name`. */
export const network: readonly Resource[] = [
  ["vpc", "vpc", { cidrBlock: "10.0.0.0/16", enableDnsSupport: true, enableDnsHostnames: true }],
  ["internetGateway", "igw", { vpcId: "$vpc" }],
  ["subnet", "a", subnet("10.0.0.0/20", "eu-west-1a")],
  ["subnet", "b", subnet("10.0.64.0/20", "eu-west-1b")],
  ["routeTable", "table", { vpcId: "$vpc" }],
  ["association", "tableOfA", { subnetId: "$a", routeTableId: "$table" }],
  ["address", "address", {}],
  ["natGateway", "nat", { subnetId: "$a", allocationId: "$address" }],
  ["route", "out", { ...toInternet, natGatewayId: "$nat" }],
  ["securityGroup", "group", { vpcId: "$vpc", name: "group" }],
  ["securityGroup", "other", { vpcId: "$vpc", name: "other" }],
  ["ingressRule", "fromGroup", fromGroup],
  ["endpoint", "ecr", apiOfEcr],
  ["endpoint", "s3", s3],
  ["flowLog", "log", log],
  ["targetGroup", "targets", { name: "targets" }],
  ["loadBalancer", "balancer", { name: "balancer", internal: true, subnets: ["$a", "$b"] }],
  [
    "listener",
    "listener",
    { loadBalancerArn: "$balancer", port: 80, defaultActions: [{ targetGroupArn: "$targets" }] },
  ],
];
