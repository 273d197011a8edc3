import { unknownValue } from "../../../../project/signatures.ts";
import type { Mapping, Mappings, Target } from "../mapping.ts";

const spread = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups", "self"];

/** A rule within a group: CloudFormation has one for each network or group that it lets in or out. */
const rule = (path: string, side: "Source" | "Destination"): Readonly<Record<string, Target>> => ({
  [`${path}.cidrBlocks`]: "CidrIp",
  [`${path}.ipv6CidrBlocks`]: "CidrIpv6",
  [`${path}.prefixListIds`]: `${side}PrefixListId`,
  [`${path}.protocol`]: "IpProtocol",
  [`${path}.securityGroups`]: `${side}SecurityGroupId`,
  // The group itself, whose id nobody knows yet.
  [`${path}.self`]: {
    to: `${side}SecurityGroupId`,
    values: { true: unknownValue, false: undefined },
  },
});

const group: Mapping = {
  schema: "AWS::EC2::SecurityGroup",
  names: {
    name: "GroupName",
    description: "GroupDescription",
    egress: "SecurityGroupEgress",
    ...rule("egress", "Destination"),
    ingress: "SecurityGroupIngress",
    ...rule("ingress", "Source"),
  },
  spread: { egress: spread, ingress: spread },
  // Pulumi's provider says "Managed by Pulumi", and takes the default VPC.
  optional: ["GroupDescription", "VpcId", "SecurityGroupIngress.SourceSecurityGroupName"],
};

const separateRule = (schema: string, side: "Source" | "Destination"): Mapping => ({
  schema,
  names: {
    cidrIpv4: "CidrIp",
    prefixListId: `${side}PrefixListId`,
    referencedSecurityGroupId: `${side}SecurityGroupId`,
    securityGroupId: "GroupId",
  },
  optional: ["SourceSecurityGroupName"],
  rules: { "": ["aws_ec2_securitygroup/protocols_and_port_ranges_include"] },
  // A rule can be changed in place; in CloudFormation it can't.
  keeps: [
    "cidrIpv4",
    "cidrIpv6",
    "fromPort",
    "ipProtocol",
    "prefixListId",
    "referencedSecurityGroupId",
    "toPort",
  ],
  replaces: ["securityGroupId"],
});

export const securityGroupMappings: Mappings = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": group,
  "aws:ec2/securityGroup:SecurityGroup": group,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": separateRule(
    "AWS::EC2::SecurityGroupEgress",
    "Destination",
  ),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": separateRule(
    "AWS::EC2::SecurityGroupIngress",
    "Source",
  ),
};
