import { aws } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireKnownPrefixLists as rule } from "./requireKnownPrefixLists.ts";

testStackRule(rule, {
  compliant: [
    aws("ec2.ManagedPrefixList", "offices", { id: "pl-0123" }),
    aws("ec2.SecurityGroup", "web", { ingress: [{ prefixListIds: ["pl-0123"] }] }),
    aws("ec2.SecurityGroupRule", "old", { type: "egress", prefixListIds: ["pl-s3"] }),
    aws(
      "vpc.SecurityGroupIngressRule",
      "new",
      { prefixListId: unknown },
      { prefixListId: ["offices"] },
    ),
  ],
  settings: { known: ["pl-cafe"] },
  passing: { "a list that is configured": { new: { prefixListId: "pl-cafe" } } },
  failing: {
    "a list of another stack in a group": [
      { web: { ingress: [{ prefixListIds: ["pl-0123", "pl-4567"] }] } },
      "web",
      /ingress\[0\]\.prefixListIds\[1\] is "pl-4567"/,
    ],
    "one in a rule": [{ old: { type: "ingress" } }, "old", /prefixListIds\[0\] is "pl-s3"/],
    "one in a new rule": [{ new: { prefixListId: "pl-4567" } }, "new", /prefixListId is "pl-4567"/],
  },
});
