import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidOpenEndpointServices as rule } from "./forbidOpenEndpointServices.ts";

describe("forbid-open-endpoint-services", () => {
  const account = "arn:aws:iam::123456789012:root";
  testRule(rule, {
    compliant: {
      type: "aws:ec2/vpcEndpointService:VpcEndpointService",
      props: { acceptanceRequired: true, networkLoadBalancerArns: unknown },
    },
    passing: { "an account": { allowedPrincipals: [account] } },
    failing: {
      "no acceptance": [{ acceptanceRequired: false }, "acceptanceRequired"],
      "no acceptance for an account": [
        { acceptanceRequired: "false", allowedPrincipals: [account] },
        "acceptanceRequired",
      ],
      everybody: [{ allowedPrincipals: [account, "*"] }, "allowedPrincipals[1]"],
      "everybody beside one who is not known yet": [
        { allowedPrincipals: [unknown, "*"] },
        "allowedPrincipals[1]",
      ],
    },
    undecided: { "whether it accepts": { acceptanceRequired: unknown } },
  });

  testRule(rule, {
    compliant: {
      type: "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
      props: { principalArn: account, vpcEndpointServiceId: unknown },
    },
    failing: { everybody: [{ principalArn: "*" }, "principalArn"] },
    undecided: { "who may": { principalArn: unknown } },
  });
});
