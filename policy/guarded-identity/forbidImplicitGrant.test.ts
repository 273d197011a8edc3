import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidImplicitGrant as rule } from "./forbidImplicitGrant.ts";

describe("forbid-implicit-grant", () => {
  for (const type of rule.types) {
    testRule(rule, {
      compliant: { type, props: { allowedOauthFlows: ["code"] } },
      passing: {
        "no flows": { allowedOauthFlows: undefined },
        machines: { allowedOauthFlows: ["client_credentials"] },
      },
      failing: {
        "the implicit grant": [{ allowedOauthFlows: ["implicit"] }, "allowedOauthFlows[0]"],
        "the implicit grant too": [
          { allowedOauthFlows: ["code", "implicit"] },
          "allowedOauthFlows[1]",
        ],
        "the implicit grant beside an unknown one": [
          { allowedOauthFlows: [unknown, "implicit"] },
          "allowedOauthFlows[1]",
        ],
      },
      undecided: { "the flows": { allowedOauthFlows: unknown } },
    });
  }
});
