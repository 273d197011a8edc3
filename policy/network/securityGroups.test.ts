import { aws, type Declared } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { everybody, https, openStack } from "./testing/openStack.ts";
import { closes, opens, undecided } from "./testing/ways.ts";

const noRule = { ingress: [] };
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };

describe("by security groups", () => {
  const apart = (type: string, props: Record<string, unknown>): Declared[] => [
    { type, name: "rule", props: { securityGroupId: ref("web-sg"), ...props } },
  ];
  const groupRule = "aws:ec2/securityGroupRule:SecurityGroupRule";
  const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  opens(openStack, {
    "a separate rule": [
      {
        "web-sg": noRule,
        add: apart(groupRule, { type: "ingress", ...ssh, cidrBlocks: ["0.0.0.0/0"] }),
      },
      "web",
      /sg "web-sg" allows tcp\/22 from 0\.0\.0\.0\/0/,
    ],
    "a rule of the other kind": [
      {
        "web-sg": { ingress: undefined },
        add: apart(ingressRule, { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }),
      },
      "web",
      /sg "web-sg" allows everything from 0\.0\.0\.0\/0/,
    ],
    "halves of the internet in two rules": [
      {
        "web-sg": { ingress: [https({ cidrBlocks: ["0.0.0.0/2"] })] },
        add: apart(ingressRule, { ipProtocol: "tcp", cidrIpv4: "128.0.0.0/2" }),
      },
      "web",
      /allows tcp\/443 from 0\.0\.0\.0\/2/,
    ],
    "a prefix list of the stack": [
      {
        "web-sg": { ingress: [https({ prefixListIds: [ref("everybody")] })] },
        add: [
          aws("ec2.ManagedPrefixList", "everybody"),
          aws("ec2.ManagedPrefixListEntry", "entry", {
            prefixListId: ref("everybody"),
            cidr: "0.0.0.0/1",
          }),
        ],
      },
      "web",
      /allows tcp\/443 from 0\.0\.0\.0\/1/,
    ],
    "the default group, managed": [
      {
        web: { vpcSecurityGroupIds: undefined },
        add: [
          aws("ec2.DefaultSecurityGroup", "default", {
            vpcId: ref("main"),
            ingress: [https(everybody)],
          }),
        ],
      },
      "web",
      /sg "default" allows tcp\/443/,
    ],
    "the default group by a rule": [
      {
        web: { vpcSecurityGroupIds: undefined },
        add: apart(groupRule, {
          securityGroupId: ref("main", "defaultSecurityGroupId"),
          type: "ingress",
          ...ssh,
          ...everybody,
        }),
      },
      "web",
      /default sg of vpc "main" allows tcp\/22/,
    ],
    "a rule of this stack for a group of another": [
      {
        web: { vpcSecurityGroupIds: ["sg-far"] },
        add: apart(groupRule, {
          securityGroupId: "sg-far",
          type: "ingress",
          ...ssh,
          ...everybody,
        }),
      },
      "web",
      /sg sg-far allows tcp\/22/,
    ],
    "a second group": [
      {
        web: { vpcSecurityGroupIds: [ref("closed"), ref("web-sg")] },
        add: [aws("ec2.SecurityGroup", "closed", noRule)],
      },
      "web",
      /sg "web-sg" allows/,
    ],
  });
  closes(openStack, {
    "a way out": [
      {
        "web-sg": noRule,
        add: apart(groupRule, { type: "egress", ...ssh, ...everybody }),
      },
      /sg "web-sg" allows nothing/,
    ],
    "an office": [
      { "web-sg": { ingress: [https({ cidrBlocks: ["203.0.113.0/24"] })] } },
      /sg "web-sg" allows nothing/,
    ],
    "the default group as it is": [
      { web: { vpcSecurityGroupIds: undefined } },
      /default sg of vpc "main" allows nothing/,
    ],
  });

  undecided(openStack, {
    "a list of AWS, such as CloudFront's": [
      { "web-sg": { ingress: [https({ prefixListIds: ["pl-3b927c52"] })] } },
      /what prefix list pl-3b927c52 contains \(the setting trustedRanges may name it\)/,
    ],
    "a group of another stack": [
      { web: { vpcSecurityGroupIds: ["sg-far"] } },
      /what sg sg-far allows/,
    ],
  });
  describe("with trusted ranges", () => {
    const settings = {
      trustedRanges: [
        "198.51.100.0/22",
        "pl-3b927c52",
        "com.amazonaws.global.cloudfront.origin-facing",
      ],
    };
    const closedBy = /sg "web-sg" allows nothing/;
    closes(
      openStack,
      {
        "a trusted range": [
          { "web-sg": { ingress: [https({ cidrBlocks: ["198.51.100.0/22"] })] } },
          closedBy,
        ],
        "a trusted list": [
          { "web-sg": { ingress: [https({ prefixListIds: ["pl-3b927c52"] })] } },
          closedBy,
        ],
        "a list with a trusted name": [
          {
            "web-sg": { ingress: [https({ prefixListIds: [ref("cdn")] })] },
            add: [
              aws("ec2.ManagedPrefixList", "cdn", {
                name: "com.amazonaws.global.cloudfront.origin-facing",
              }),
            ],
          },
          closedBy,
        ],
      },
      settings,
    );
    opens(
      openStack,
      {
        "a range around a trusted one": [
          { "web-sg": { ingress: [https({ cidrBlocks: ["198.51.0.0/16"] })] } },
          "web",
          /from 198\.51\.0\.0\/16/,
        ],
      },
      settings,
    );
  });
});
