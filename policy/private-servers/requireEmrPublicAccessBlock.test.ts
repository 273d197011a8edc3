import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireEmrPublicAccessBlock as rule } from "./requireEmrPublicAccessBlock.ts";

describe("require-emr-public-access-block", () => {
  const flag = "blockPublicSecurityGroupRules";
  const ranges = "permittedPublicSecurityGroupRuleRanges";
  testRule(rule, {
    compliant: {
      type: "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration",
      props: { [flag]: true },
    },
    passing: { "no ports let off": { [ranges]: [] } },
    failing: {
      "no block": [{ [flag]: false }, flag],
      "no value": [{ [flag]: undefined }, flag],
      "a port let off": [{ [ranges]: [{ minRange: 22, maxRange: 22 }] }, ranges],
      "a port let off that is not known yet": [{ [ranges]: [{ minRange: unknown }] }, ranges],
    },
    undecided: { "whether it blocks": { [flag]: unknown } },
  });
});
