import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown, type Change } from "../testing/ruleTable.ts";
import { forbidInternetIngress as rule } from "./forbidInternetIngress.ts";

const toHttps = { protocol: "tcp", fromPort: 443, toPort: 443 };

/** Lists of ranges that the rule must refuse in every form. */
const open: Record<string, string[]> = {
  "all of IPv4": ["0.0.0.0/0"],
  "all of IPv4, by an address within it": ["10.1.2.3/0"],
  "half of IPv4": ["128.0.0.0/1"],
  "a wide public range": ["203.0.0.0/16"],
  "a range a bit too wide": ["203.0.112.0/23"],
};
const openIpv6: Record<string, string[]> = {
  "all of IPv6": ["::/0"],
  "all of IPv6, written out": ["0:0:0:0:0:0:0:0/0"],
  "all of IPv6 that is public": ["2000::/3"],
  "a wide range of IPv6": ["2001:db8::/32"],
};
/** Ranges that are too wide only together. */
const openTogether: Record<string, string[]> = {
  "neighbours that are too wide together": ["203.0.112.0/24", "203.0.113.0/24"],
  "many single ranges": Array.from({ length: 17 }, (_, index) => `203.0.${index}.0/28`),
};
const narrow: Record<string, string[]> = {
  "the VPC": ["10.0.0.0/16"],
  "every private address": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"],
  "an office": ["203.0.113.0/24"],
  "the same office twice": ["203.0.113.0/24", "203.0.113.0/25"],
};

for (const type of [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
]) {
  testRule(rule, type, {
    compliant: { ingress: [{ ...toHttps, securityGroups: ["sg-1"] }] },
    passing: {
      ...each(narrow, (cidrBlocks) => inline({ cidrBlocks })),
      "the way out open": { egress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] },
      "no rule": { ingress: [] },
      "a site in IPv6": inline({ ipv6CidrBlocks: ["2001:db8:1::/48"] }),
    },
    failing: {
      ...each(open, (cidrBlocks) => [inline({ cidrBlocks }), "ingress[1].cidrBlocks[0]"]),
      ...each(openTogether, (cidrBlocks) => [inline({ cidrBlocks }), "ingress.cidrBlocks"]),
      ...each(openIpv6, (ipv6CidrBlocks) => [
        inline({ ipv6CidrBlocks }),
        "ingress[1].ipv6CidrBlocks[0]",
      ]),
      "everything on every port": [
        { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] },
        "ingress[0].cidrBlocks[0]",
      ],
      "ranges that are too wide only over two rules": [
        {
          ingress: [
            { ...toHttps, cidrBlocks: ["203.0.112.0/24"] },
            { ...toHttps, fromPort: 80, cidrBlocks: ["203.0.113.0/24"] },
          ],
        },
        "ingress.cidrBlocks",
      ],
      "a range next to one that is not known": [
        inline({ cidrBlocks: [unknown, "0.0.0.0/0"] }),
        "ingress[1].cidrBlocks[1]",
      ],
      "a range after a rule that is not known": [
        { ingress: [unknown, { ...toHttps, cidrBlocks: ["0.0.0.0/0"] }] },
        "ingress[1].cidrBlocks[0]",
      ],
      "an invalid range": [inline({ cidrBlocks: ["anywhere"] }), "ingress[1].cidrBlocks[0]"],
    },
    undecided: {
      "a range": inline({ cidrBlocks: [unknown] }),
      "the ranges": inline({ cidrBlocks: unknown }),
      "the rules": { ingress: unknown },
    },
  });
}

testRule(rule, "aws:ec2/securityGroupRule:SecurityGroupRule", {
  compliant: {
    type: "ingress",
    ...toHttps,
    securityGroupId: "sg-1",
    sourceSecurityGroupId: unknown,
  },
  passing: {
    ...each(narrow, (cidrBlocks) => ({ cidrBlocks })),
    "the way out open": { type: "egress", cidrBlocks: ["0.0.0.0/0"] },
    "a group that is not known yet": { securityGroupId: unknown },
  },
  failing: {
    ...each(open, (cidrBlocks) => [{ cidrBlocks }, "cidrBlocks[0]"]),
    ...each(openIpv6, (ipv6CidrBlocks) => [{ ipv6CidrBlocks }, "ipv6CidrBlocks[0]"]),
    ...each(openTogether, (cidrBlocks) => [{ cidrBlocks }, "cidrBlocks"]),
  },
  undecided: {
    "the ranges": { cidrBlocks: unknown },
    "which way it is for": { type: unknown, cidrBlocks: ["0.0.0.0/0"] },
  },
});

testRule(rule, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
  compliant: { ipProtocol: "tcp", securityGroupId: "sg-1", referencedSecurityGroupId: unknown },
  passing: { "the VPC": { cidrIpv4: "10.0.0.0/16" } },
  failing: {
    ...each(open, ([cidrIpv4]) => [{ cidrIpv4 }, "cidrIpv4"]),
    ...each(openIpv6, ([cidrIpv6]) => [{ cidrIpv6 }, "cidrIpv6"]),
    "all of IPv6 behind IPv4 that is not known": [
      { cidrIpv4: unknown, cidrIpv6: "::/0" },
      "cidrIpv6",
    ],
  },
  undecided: { "the range": { cidrIpv4: unknown } },
});

testRule(rule, "aws:lightsail/instancePublicPorts:InstancePublicPorts", {
  compliant: { portInfos: [{ ...toHttps, cidrs: ["203.0.113.0/24"] }] },
  passing: {
    "anybody with a browser": {
      portInfos: [{ ...toHttps, cidrListAliases: ["lightsail-connect"] }],
    },
  },
  failing: {
    "all of IPv4": [
      { portInfos: [{ ...toHttps, cidrs: [unknown, "0.0.0.0/0"] }] },
      "portInfos[0].cidrs[1]",
    ],
    "all of IPv6": [
      { portInfos: [{ ...toHttps, ipv6Cidrs: ["::/0"] }] },
      "portInfos[0].ipv6Cidrs[0]",
    ],
    "nobody named, which is everybody": [{ portInfos: [toHttps] }, "portInfos[0].cidrs"],
  },
  undecided: { "its ports": { portInfos: unknown } },
});

testRule(rule, "aws:medialive/inputSecurityGroup:InputSecurityGroup", {
  compliant: { whitelistRules: [{ cidr: "203.0.113.0/24" }] },
  failing: { "all of IPv4": { whitelistRules: [{ cidr: "0.0.0.0/0" }] } },
});

testRule(rule, "aws:gamelift/fleet:Fleet", {
  compliant: { ec2InboundPermissions: [] },
  failing: {
    "all of IPv4": [
      {
        ec2InboundPermissions: [{ ipRange: "0.0.0.0/0", fromPort: 1, toPort: 2, protocol: "UDP" }],
      },
      "ec2InboundPermissions[0].ipRange",
    ],
  },
});

/** Adds a second rule with these sources. */
function inline(sources: object) {
  const first = { ...toHttps, securityGroups: ["sg-1"] };
  return { ingress: [first, { ...toHttps, ...sources }] };
}

function each<Line extends Change | readonly [Change, property: string]>(
  ranges: Record<string, string[]>,
  line: (ranges: string[]) => Line,
): Record<string, Line> {
  return Object.fromEntries(Object.entries(ranges).map(([what, list]) => [what, line(list)]));
}

describe("forbid-internet-ingress", () => {
  const messageOf = (type: string, props: object) =>
    judge(rule, { type, props }).violations[0]?.message ?? "";
  const group = (cidr: string) =>
    messageOf("aws:ec2/securityGroup:SecurityGroup", { ingress: [{ cidrBlocks: [cidr] }] });

  // RFC 4632, "Classless Inter-domain Routing (CIDR)": a /23 has 512 addresses.
  it("names the number of addresses, and only the whole range the internet", () => {
    assert.match(group("0.0.0.0/0"), /^The security group allows connections from the internet:/);
    assert.match(
      group("198.51.100.0/23"),
      /^The security group allows connections from 512 addresses:/,
    );
    assert.match(group("128.0.0.0/1"), /from 2,147,483,648 addresses:/);
  });

  it("names the kind of resource", () => {
    const fleet = { ec2InboundPermissions: [{ ipRange: "0.0.0.0/0" }] };
    assert.match(messageOf("aws:gamelift/fleet:Fleet", fleet), /^The fleet allows connections/);
  });
});
