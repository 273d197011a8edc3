import { areTooWide, isCidr, type PrefixLengths, widestSetting } from "../model/addresses.ts";
import { knownCopy } from "../model/knownCopy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { isAboutIngress, sources } from "./support/ingress.ts";

const lightsailPorts = "aws:lightsail/instancePublicPorts:InstancePublicPorts";

/** Where each type says who may connect. */
const ranges: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(sources).map(([type, { ranges }]) => [type, ranges])),
  [lightsailPorts]: ["portInfos.cidrs", "portInfos.ipv6Cidrs"],
  "aws:gamelift/fleet:Fleet": ["ec2InboundPermissions.ipRange"],
  "aws:medialive/inputSecurityGroup:InputSecurityGroup": ["whitelistRules.cidr"],
};

/**
 * No security group lets the internet in, on any port and by any protocol. Few public addresses may
 * be let in, such as those of an office; all that a resource names count together. What several
 * resources name for one group counts in `forbid-internet-ingress-in-parts`.
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
    "CKV2_AWS_7",
    "vpc-sg-open-only-to-authorized-ports",
    "restricted-ssh",
    "restricted-common-ports",
    "vpc-sg-port-restriction-check",
    "redshift-unrestricted-port-access",
    "CIS AWS Foundations v5.0.0/5.1.2",
    "CIS AWS Foundations v5.0.0/5.3",
    "CIS AWS Foundations v5.0.0/5.4",
  ],
  types: Object.keys(ranges),

  *check(group: ResourceView, { widest }): Iterable<Finding> {
    if (!isAboutIngress(group)) return;
    for (const path of ranges[group.type]!) yield* tooWide(group, path, widest);
    if (group.type === lightsailPorts) yield* openToAll(group);
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

/** Source: PortInfo, Amazon Lightsail API Reference: a port without ranges is open to all addresses. */
function* openToAll(ports: ResourceView): Iterable<Finding> {
  for (const { path, value } of ports.valuesAt("portInfos")) {
    const port = knownCopy(value) as object;
    const isNarrowed = ["cidrs", "ipv6Cidrs", "cidrListAliases"].some((key) => key in port);
    if (isNarrowed) continue;
    const exposed = "The internet may connect to the instance";
    yield { exposed, property: `${path}.cidrs`, value: undefined };
  }
}
