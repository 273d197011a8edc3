import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { aws } from "../testing/judge.ts";
import { forbidInternetIngressInParts as rule } from "./forbidInternetIngressInParts.ts";

// Adjacent ranges, each as wide as allowed.
const [one, other] = ["203.0.112.0/24", "203.0.113.0/24"];

const group = aws("ec2.SecurityGroup", "web", {
  id: unknown,
  ingress: [{ protocol: "tcp", cidrBlocks: [one] }],
});
const oldRule = aws(
  "ec2.SecurityGroupRule",
  "old",
  { type: "ingress", securityGroupId: unknown, cidrBlocks: [one] },
  { securityGroupId: ["web"] },
);
const newRule = aws(
  "vpc.SecurityGroupIngressRule",
  "new",
  { securityGroupId: unknown, cidrIpv4: one },
  { securityGroupId: ["web"] },
);
const list = aws("ec2.ManagedPrefixList", "offices", { id: unknown, entries: [{ cidr: one }] });
const entry = aws(
  "ec2.ManagedPrefixListEntry",
  "entry",
  { prefixListId: unknown, cidr: one },
  { prefixListId: ["offices"] },
);
const together = /too wide together/;

testStackRule(rule, {
  compliant: [group, oldRule, newRule, list, entry],
  passing: {
    "the other half for another group": { new: { securityGroupId: "sg-other", cidrIpv4: other } },
    "the other half on the way out": { old: { type: "egress", cidrBlocks: [other] } },
    "private ranges": { old: { cidrBlocks: ["10.0.0.0/8"] } },
    "a list that nobody names": { offices: { entries: [{ cidr: "0.0.0.0/0" }] } },
    "a single rule that is too wide, which another policy reports": {
      old: { cidrBlocks: ["0.0.0.0/0"] },
    },
    "a group that is too wide by itself, which another policy reports": {
      web: { ingress: [{ cidrBlocks: [one, other] }] },
      old: null,
      new: null,
    },
  },
  failing: {
    "an old rule": [{ old: { cidrBlocks: [other] } }, "web", together],
    "a new rule": [{ new: { cidrIpv4: other } }, "web", together],
    "two rules for a group without": [
      { web: { ingress: undefined }, new: { cidrIpv4: other } },
      "web",
      together,
    ],
    "many narrow rules": [
      {
        add: Array.from({ length: 16 }, (_, index) => ({
          ...newRule,
          name: `rule-${index}`,
          props: { ...newRule.props, cidrIpv4: `198.51.100.${index * 16}/28` },
        })),
      },
      "web",
      /17 ranges/,
    ],
    "halves of IPv6": [
      {
        old: { cidrBlocks: undefined, ipv6CidrBlocks: ["2001:db8:1::/48"] },
        add: [
          {
            ...newRule,
            name: "second",
            props: { securityGroupId: unknown, cidrIpv6: "2001:db8:2::/48" },
          },
        ],
      },
      "web",
      together,
    ],
    "a list of prefixes": [
      {
        web: { ingress: [{ cidrBlocks: [one], prefixListIds: ["pl-1"] }] },
        offices: { id: "pl-1", entries: [{ cidr: other }] },
        entry: null,
      },
      "web",
      together,
    ],
    "the whole internet in a list that a rule names": [
      {
        new: null,
        offices: { id: "pl-1", entries: [{ cidr: "0.0.0.0/0" }] },
        old: { cidrBlocks: undefined, prefixListIds: ["pl-1"] },
      },
      "offices",
      together,
    ],
    "the whole internet in a list that two groups name": [
      {
        offices: { id: "pl-1", entries: [{ cidr: "0.0.0.0/1" }, { cidr: "128.0.0.0/1" }] },
        web: { ingress: [{ prefixListIds: ["pl-1"] }] },
        new: { securityGroupId: "sg-1", cidrIpv4: undefined, prefixListId: "pl-1" },
      },
      "offices",
      /its entries allow 3 ranges/,
    ],
    "an entry of a list that is not known yet": [
      {
        offices: { entries: [] },
        entry: { cidr: other },
        new: null,
        add: [
          {
            ...newRule,
            name: "listed",
            props: { securityGroupId: unknown, prefixListId: unknown },
            dependencies: { securityGroupId: ["web"], prefixListId: ["offices"] },
          },
        ],
      },
      "web",
      together,
    ],
    "rules for a group of another stack": [
      {
        web: null,
        old: { securityGroupId: "sg-1" },
        new: { securityGroupId: "sg-1", cidrIpv4: other },
      },
      "old",
      together,
    ],
    "a group that was refreshed, and has its rules' ranges too": [
      {
        web: { id: "sg-1", ingress: [{ cidrBlocks: [one, other] }] },
        old: { securityGroupId: "sg-1" },
        new: { securityGroupId: "sg-1", cidrIpv4: other },
      },
      "web",
      together,
    ],
  },
});

describe("forbid-internet-ingress-in-parts", () => {
  describe("with a width of its own", () => {
    testStackRule(rule, {
      compliant: [group, oldRule, newRule],
      settings: { widest: { ipv4: 23, ipv6: 48 } },
      passing: { "two halves": { old: { cidrBlocks: [other] } } },
      failing: {
        "more than that": [
          { old: { cidrBlocks: [other] }, new: { cidrIpv4: "198.51.100.0/24" } },
          "web",
          together,
        ],
      },
    });
  });
});
