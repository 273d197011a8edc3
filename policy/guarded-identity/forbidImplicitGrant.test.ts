import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidImplicitGrant as rule } from "./forbidImplicitGrant.ts";

for (const type of rule.types) {
  testRule(rule, type, {
    compliant: { allowedOauthFlows: ["code"] },
    passing: {
      "no flows": { allowedOauthFlows: undefined },
      machines: { allowedOauthFlows: ["client_credentials"] },
    },
    failing: {
      "the implicit grant": { allowedOauthFlows: ["implicit"] },
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
