import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidOpenFunctionUrls as rule } from "./forbidOpenFunctionUrls.ts";

testRule(rule, "aws:lambda/functionUrl:FunctionUrl", {
  compliant: { functionName: "orders", authorizationType: "AWS_IAM" },
  passing: { "a function that is not known yet": { functionName: unknown } },
  failing: {
    "no authorization": { authorizationType: "NONE" },
    "no value": { authorizationType: undefined },
    "no authorization for an unknown function": [
      { functionName: unknown, authorizationType: "NONE" },
      "authorizationType",
    ],
  },
  undecided: { "its authorization": { authorizationType: unknown } },
});
