import { isOneOf, type Located, type ResourceView } from "../../model/resourceView.ts";

export const groupTypes = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
];
export const prefixList = "aws:ec2/managedPrefixList:ManagedPrefixList";
export const prefixListEntry = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";
const ruleOfGroup = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
/** Separate rule resources, which name their group by `securityGroupId`. */
export const ruleTypes = [ruleOfGroup, ingressRule];

/** The properties with a type's allowed sources. */
interface Sources {
  /** Ranges of addresses. */
  readonly ranges: readonly string[];
  /** Ids of prefix lists. */
  readonly lists: string;
}

const ofGroup: Sources = {
  ranges: ["ingress.cidrBlocks", "ingress.ipv6CidrBlocks"],
  lists: "ingress.prefixListIds",
};

export const sources: Readonly<Record<string, Sources>> = {
  ...Object.fromEntries(groupTypes.map((type) => [type, ofGroup])),
  [ruleOfGroup]: { ranges: ["cidrBlocks", "ipv6CidrBlocks"], lists: "prefixListIds" },
  [ingressRule]: { ranges: ["cidrIpv4", "cidrIpv6"], lists: "prefixListId" },
};

/** Whether a resource may be about ingress. Only one type covers both directions. */
export const isAboutIngress = (resource: ResourceView): boolean =>
  resource.type !== ruleOfGroup || isOneOf(resource.valueAt("type"), ["ingress"]);

/** The ranges in a resource, valid or not. */
export const rangesOf = (resource: ResourceView): Located[] =>
  (sources[resource.type]?.ranges ?? []).flatMap((path) => resource.valuesAt(path));
