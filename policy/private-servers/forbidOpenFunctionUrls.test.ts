import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidOpenFunctionUrls as rule } from "./forbidOpenFunctionUrls.ts";

describe("forbid-open-function-urls", () => {
  testRule(rule, {
    compliant: {
      type: "aws:lambda/functionUrl:FunctionUrl",
      props: { functionName: "orders", authorizationType: "AWS_IAM" },
    },
    passing: { "a function that is not known yet": { functionName: unknown } },
    failing: {
      "no authorization": [{ authorizationType: "NONE" }, "authorizationType"],
      "no value": [{ authorizationType: undefined }, "authorizationType"],
      "no authorization for an unknown function": [
        { functionName: unknown, authorizationType: "NONE" },
        "authorizationType",
      ],
    },
    undecided: { "its authorization": { authorizationType: unknown } },
  });
});
