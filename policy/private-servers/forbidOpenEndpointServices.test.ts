import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidOpenEndpointServices as rule } from "./forbidOpenEndpointServices.ts";

const account = "arn:aws:iam::123456789012:root";

testRule(rule, "aws:ec2/vpcEndpointService:VpcEndpointService", {
  compliant: { acceptanceRequired: true, networkLoadBalancerArns: unknown },
  passing: { "an account": { allowedPrincipals: [account] } },
  failing: {
    "no acceptance": { acceptanceRequired: false },
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

testRule(rule, "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple", {
  compliant: { principalArn: account, vpcEndpointServiceId: unknown },
  failing: { everybody: { principalArn: "*" } },
  undecided: { "who may": { principalArn: unknown } },
});
