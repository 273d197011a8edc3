import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireModernDefaultEndpoints as rule } from "./requireModernDefaultEndpoints.ts";

const policy = "SecurityPolicy_TLS13_1_2_2021_06";

testRule(rule, "aws:apigateway/restApi:RestApi", {
  compliant: { securityPolicy: policy, endpointConfiguration: { types: "REGIONAL" } },
  passing: {
    "a policy that is not known yet": { securityPolicy: unknown },
    "no default endpoint": { securityPolicy: undefined, disableExecuteApiEndpoint: true },
    "a private API": {
      securityPolicy: undefined,
      endpointConfiguration: { types: "PRIVATE" },
    },
    "a policy in the document": {
      securityPolicy: undefined,
      body: JSON.stringify({ "x-amazon-apigateway-security-policy": policy }),
    },
  },
  failing: {
    "no value": { securityPolicy: undefined },
    "no value in the document": [{ securityPolicy: undefined, body: "{}" }, "securityPolicy"],
  },
  undecided: { "its document": { securityPolicy: undefined, body: unknown } },
});
