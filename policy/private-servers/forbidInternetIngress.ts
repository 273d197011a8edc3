import { areTooWide, isCidr, type Allowance } from "../model/addresses.ts";
import { allowanceOf, internetSettings } from "../model/internet.ts";
import { knownCopy } from "../model/knownCopy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import {
  type IngressSettings,
  isAboutIngress,
  isForPublicPort,
  publicPortsSetting,
  sources,
} from "./support/ingress.ts";

const lightsailPorts = "aws:lightsail/instancePublicPorts:InstancePublicPorts";

/** The properties with the allowed ranges, by type. */
const ranges: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(sources).map(([type, { ranges }]) => [type, ranges])),
  [lightsailPorts]: ["portInfos.cidrs", "portInfos.ipv6Cidrs"],
  "aws:gamelift/fleet:Fleet": ["ec2InboundPermissions.ipRange"],
  "aws:medialive/inputSecurityGroup:InputSecurityGroup": ["whitelistRules.cidr"],
};

/**
 * No security group allows the internet, on any port or protocol. A few public addresses are
 * allowed, such as those of an office; all ranges in a resource are counted together.
 * `forbid-internet-ingress-in-parts` counts the ranges of several resources.
 */
export const forbidInternetIngress: ResourceRule<IngressSettings> = {
  name: "forbid-internet-ingress",
  description: "Security groups do not allow connections from the internet.",
  why: "The security group is the last barrier in front of a server. One that allows the internet protects nothing.",
  fix: "Allow private addresses, another security group, or a few public addresses. The setting widest limits how many.",
  settings: { ...internetSettings, publicPorts: publicPortsSetting },
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

  *check(group, settings): Iterable<Finding> {
    const allowed = allowanceOf(settings);
    if (!isAboutIngress(group)) return;
    for (const path of ranges[group.type]!)
      yield* tooWide(group, path, allowed, settings.publicPorts);
    if (group.type === lightsailPorts) yield* openToAll(group);
  },
};

/** The resources that are not security groups. */
const nouns: Readonly<Record<string, string>> = {
  [lightsailPorts]: "instance",
  "aws:gamelift/fleet:Fleet": "fleet",
  "aws:medialive/inputSecurityGroup:InputSecurityGroup": "input security group",
};

/** The addresses in a range: `512 addresses`. Only the widest ranges are the internet. */
function inhabitantsOf(cidr: string): string {
  const length = Number(cidr.split("/")[1]);
  if (length === 0) return "the internet";
  return cidr.includes(":")
    ? `a range of IPv6 addresses as wide as /${length}`
    : `${(2 ** (32 - length)).toLocaleString("en")} addresses`;
}

function* tooWide(
  group: ResourceView,
  path: string,
  allowed: Allowance,
  publicPorts: readonly number[],
): Iterable<Finding> {
  const noun = nouns[group.type] ?? "security group";
  const exposedTo = (who: string): string => `The ${noun} allows connections from ${who}`;
  const ranges = group
    .valuesAt(path)
    .filter(({ path }) => !isForPublicPort(group, path, publicPorts))
    .map(({ path, value }) => ({ path, value: String(value) }));

  const unreadable = ranges.filter(({ value }) => !isCidr(value));
  for (const { path: property, value } of unreadable) {
    yield { exposed: "The allowed addresses are not valid CIDR ranges", property, value };
  }
  const wide = ranges.filter(({ value }) => areTooWide([value], allowed));
  for (const { path: property, value } of wide) {
    yield { exposed: exposedTo(inhabitantsOf(value)), property, value };
  }

  const all = ranges.map(({ value }) => value);
  if (wide.length === 0 && areTooWide(all, allowed)) {
    const exposed = exposedTo("ranges that are too wide together");
    yield { exposed, property: path, value: all };
  }
}

/**
 * Source: PortInfo, Amazon Lightsail API Reference: a port without ranges is open to all addresses.
 */
function* openToAll(ports: ResourceView): Iterable<Finding> {
  for (const { path, value } of ports.valuesAt("portInfos")) {
    const port = knownCopy(value) as object;
    const isNarrowed = ["cidrs", "ipv6Cidrs", "cidrListAliases"].some((key) => key in port);
    if (isNarrowed) continue;
    const exposed = "The internet may connect to the instance";
    yield { exposed, property: `${path}.cidrs`, value: undefined };
  }
}
