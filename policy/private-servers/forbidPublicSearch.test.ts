import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicSearch as rule } from "./forbidPublicSearch.ts";

for (const type of ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"]) {
  testRule(rule, type, {
    compliant: { vpcOptions: { subnetIds: ["subnet-1"] } },
    passing: {
      "subnets that are not known yet": { vpcOptions: { subnetIds: [unknown] } },
      "a network that is not known yet": { vpcOptions: unknown },
    },
    failing: {
      "no VPC": [{ vpcOptions: undefined }, "vpcOptions.subnetIds"],
      "clients without credentials": [
        { advancedSecurityOptions: { enabled: true, anonymousAuthEnabled: true } },
        "advancedSecurityOptions.anonymousAuthEnabled",
      ],
      "no subnets": { vpcOptions: { subnetIds: [] } },
    },
  });
}

const policy = (...rules: unknown[]) => ({ policy: JSON.stringify(rules) });

const Rules = [{ ResourceType: "collection", Resource: ["collection/orders"] }];

const property = "policy.AllowFromPublic";

testRule(rule, "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", {
  compliant: { type: "network", ...policy({ Rules, SourceVPCEs: ["vpce-1"] }) },
  passing: {
    "public access denied": policy({ Rules, AllowFromPublic: false }),
    "a policy for encryption": {
      type: "encryption",
      policy: JSON.stringify({ Rules, AWSOwnedKey: true }),
    },
    "invalid JSON": { policy: "{" },
  },
  failing: {
    "public access": [policy({ Rules, AllowFromPublic: true }), property],
    "public access, as a text": [policy({ Rules, AllowFromPublic: "TRUE" }), property],
    "public access by the second rule": [
      policy({ Rules, SourceVPCEs: ["vpce-1"] }, { Rules, AllowFromPublic: true }),
      property,
    ],
    "a single rule outside of a list": [
      { policy: JSON.stringify({ Rules, AllowFromPublic: true }) },
      property,
    ],
    "rules that are not a string": [
      { policy: [{ Rules: unknown, AllowFromPublic: true }] },
      "policy[0].AllowFromPublic",
    ],
  },
  undecided: { "its rules": { policy: unknown } },
});
