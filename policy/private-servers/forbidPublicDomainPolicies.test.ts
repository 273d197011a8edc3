import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { forbidPublicDomainPolicies as rule } from "./forbidPublicDomainPolicies.ts";

const policyFor = (Principal: unknown) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal, Action: "es:ESHttp*", Resource: "*" }],
  });

for (const service of ["opensearch", "elasticsearch"]) {
  testStackRule(rule, {
    compliant: [
      {
        type: `aws:${service}/domain:Domain`,
        name: "search",
        props: { domainName: unknown, vpcOptions: { subnetIds: [unknown] } },
      },
      {
        type: `aws:${service}/domainPolicy:DomainPolicy`,
        name: "policy",
        props: { domainName: unknown, accessPolicies: policyFor({ AWS: "*" }) },
        dependencies: { domainName: ["search"] },
      },
    ],
    passing: {
      "an account, outside of a VPC": {
        search: { vpcOptions: undefined },
        policy: { accessPolicies: policyFor({ AWS: "123456789012" }) },
      },
    },
    failing: {
      "everybody, outside of a VPC": [
        { search: { vpcOptions: undefined } },
        "policy",
        /Statement\[0\]\.Principal/,
      ],
      "everybody, in a domain of another stack": [
        { search: null, policy: { domainName: "other" } },
        "policy",
        /Anyone may use/,
      ],
    },
  });
}
