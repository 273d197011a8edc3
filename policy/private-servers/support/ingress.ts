import { isOneOf, type Located, type ResourceView } from "../../model/resourceView.ts";
import type { InternetSettings } from "../../model/internet.ts";
import type { Setting } from "../../rule.ts";

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

/** The ranges in a resource, valid or not, other than those for public ports. */
export const rangesOf = (resource: ResourceView, publicPorts: readonly number[]): Located[] =>
  (sources[resource.type]?.ranges ?? [])
    .flatMap((path) => resource.valuesAt(path))
    .filter(({ path }) => !isForPublicPort(resource, path, publicPorts));

/** Settings of the rules about ingress. */
export interface IngressSettings extends InternetSettings {
  readonly publicPorts: readonly number[];
}

/** The setting of rules that let everyone connect to some ports. */
export const publicPortsSetting: Setting<readonly number[]> = {
  description:
    "TCP and UDP ports to which everyone may connect, such as 443 of a load balancer. Rules about paths from the internet check who listens there.",
  schema: {
    type: "array",
    uniqueItems: true,
    items: { type: "integer", minimum: 1, maximum: 65535 },
  },
  default: [],
};

const withPorts = ["tcp", "udp", "6", "17"];

/** @param path - the path of a range, such as `ingress[0].cidrBlocks[1]` */
export function isForPublicPort(
  resource: ResourceView,
  path: string,
  publicPorts: readonly number[],
): boolean {
  if (publicPorts.length === 0) return false;
  const [holder = ""] = /^.*\.(?=[^.]*$)/.exec(path) ?? [];
  const list = holder.replace(/\[\d+\]/g, "");
  const at = (...names: string[]): unknown =>
    names
      .flatMap((name) => resource.valuesAt(`${list}${name}`))
      .find(({ path }) => path.startsWith(holder))?.value;
  const [from, to] = [Number(at("fromPort")), Number(at("toPort"))];
  const protocol = String(at("protocol", "ipProtocol")).toLowerCase();
  return from === to && publicPorts.includes(from) && withPorts.includes(protocol);
}
