import { aws } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { https, openStack } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

describe("by network ACLs", () => {
  const acl = (ingress: object[], more: Record<string, unknown> = {}) =>
    aws("ec2.NetworkAcl", "acl", {
      vpcId: ref("main"),
      subnetIds: [ref("public-1")],
      ingress,
      ...more,
    });
  const entry = (ruleNo: number, action: string, cidrBlock: string, more: object = {}) => ({
    ruleNo,
    action,
    cidrBlock,
    protocol: "-1",
    fromPort: 0,
    toPort: 0,
    ...more,
  });
  const all = "0.0.0.0/0";
  const aclRule = aws("ec2.NetworkAclRule", "acl-rule", {
    networkAclId: ref("acl"),
    ruleNumber: "90",
    ruleAction: "allow",
    protocol: "6",
    fromPort: 400,
    toPort: 500,
    cidrBlock: all,
  });
  opens(openStack, {
    "one that lets all in": [
      { add: [acl([entry(100, "allow", all)])] },
      "web",
      /subnet "public-1" \(network ACL "acl"\)/,
    ],
    "one that lets it in before it would not": [
      { add: [acl([entry(200, "deny", all), entry(100, "allow", all)])] },
      "web",
      /network ACL "acl"/,
    ],
    "a separate rule before it": [
      { add: [acl([entry(100, "deny", all)]), aclRule] },
      "web",
      /network ACL "acl"/,
    ],
    "one that keeps a part out": [
      { add: [acl([entry(1, "deny", "0.0.0.0/1"), entry(2, "allow", all)])] },
      "web",
      /network ACL "acl"/,
    ],
    "one that is associated apart": [
      {
        add: [
          acl([entry(100, "ALLOW", all)], { subnetIds: undefined }),
          aws("ec2.NetworkAclAssociation", "associated", {
            networkAclId: ref("acl"),
            subnetId: ref("public-1"),
          }),
        ],
      },
      "web",
      /network ACL "acl"/,
    ],
    "one for other subnets": [
      {
        add: [
          acl([], { subnetIds: [ref("other")] }),
          aws("ec2.Subnet", "other", { vpcId: ref("main") }),
        ],
      },
      "web",
      /subnet "public-1" →/,
    ],
  });
  closes(openStack, {
    "one with no rule": [{ add: [acl([])] }, /network ACL "acl" allows nothing/],
    "one that keeps it out before it would not": [
      { add: [acl([entry(200, "allow", all), entry(100, "deny", all)])] },
      /network ACL "acl" allows nothing/,
    ],
    "one for other ports": [
      {
        add: [acl([entry(100, "allow", all, { protocol: "tcp", fromPort: 1024, toPort: 65535 })])],
      },
      /network ACL "acl" and its security groups allow no traffic/,
    ],
    "one for another protocol": [
      { add: [acl([entry(100, "allow", all, { protocol: "17", fromPort: 0, toPort: 65535 })])] },
      /network ACL "acl" and its security groups allow no traffic/,
    ],
    "one that lets in other addresses than the group": [
      {
        "web-sg": { ingress: [https({ cidrBlocks: ["0.0.0.0/1"] })] },
        add: [acl([entry(100, "allow", "128.0.0.0/1")])],
      },
      /network ACL "acl" and its security groups allow no traffic/,
    ],
    "a default one that is managed and empty": [
      {
        add: [
          aws("ec2.DefaultNetworkAcl", "default-acl", {
            defaultNetworkAclId: ref("main", "defaultNetworkAclId"),
          }),
        ],
      },
      /network ACL "default-acl" allows nothing/,
    ],
  });
});
