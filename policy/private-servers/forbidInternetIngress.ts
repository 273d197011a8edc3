import { areTooWide, isCidr, type PrefixLengths, widestSetting } from "../model/addresses.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

const ruleOfGroup = "aws:ec2/securityGroupRule:SecurityGroupRule";

/** Where each type says who may connect. */
const sources: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/securityGroup:SecurityGroup": ["ingress.cidrBlocks", "ingress.ipv6CidrBlocks"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": [
    "ingress.cidrBlocks",
    "ingress.ipv6CidrBlocks",
  ],
  [ruleOfGroup]: ["cidrBlocks", "ipv6CidrBlocks"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["cidrIpv4", "cidrIpv6"],
};

/**
 * No security group lets the internet in, on any port and by any protocol. Few public addresses may
 * be let in, such as those of an office; all that a resource names count together.
 */
export const forbidInternetIngress: ResourceRule<{ widest: PrefixLengths }> = {
  name: "forbid-internet-ingress",
  description: "Security groups let nothing in from the internet.",
  why: "A group that lets the internet in is the last thing between everybody and the server, and it is open.",
  fix:
    "Name a security group as the source, or the addresses of those who may connect, which are few " +
    "(the setting widest says how few); private addresses do not count.",
  settings: { widest: widestSetting },
  equivalents: [
    "CKV_AWS_24",
    "CKV_AWS_25",
    "CKV_AWS_260",
    "CKV_AWS_277",
    "vpc-sg-open-only-to-authorized-ports",
    "restricted-ssh",
  ],
  types: Object.keys(sources),

  *check(group: ResourceView, { widest }): Iterable<Finding> {
    if (group.type === ruleOfGroup && group.valueAt("type") !== "ingress") return;
    for (const path of sources[group.type]!) yield* tooWide(group, path, widest);
  },
};

function* tooWide(group: ResourceView, path: string, widest: PrefixLengths): Iterable<Finding> {
  const exposed = "The internet may connect to what is in the security group";
  const ranges = group.valuesAt(path).map(({ path, value }) => ({ path, value: String(value) }));

  const unreadable = ranges.filter(({ value }) => !isCidr(value));
  for (const { path: property, value } of unreadable) {
    yield { exposed: "Nobody can tell who may connect", property, value };
  }
  const wide = ranges.filter(({ value }) => areTooWide([value], widest));
  for (const { path: property, value } of wide) yield { exposed, property, value };

  const all = ranges.map(({ value }) => value);
  if (wide.length === 0 && areTooWide(all, widest)) yield { exposed, property: path, value: all };
}
