import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireEmrPublicAccessBlock as rule } from "./requireEmrPublicAccessBlock.ts";

const flag = "blockPublicSecurityGroupRules";

const ranges = "permittedPublicSecurityGroupRuleRanges";

testRule(rule, "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration", {
  compliant: { [flag]: true },
  passing: { "no ports let off": { [ranges]: [] } },
  failing: {
    "no block": { [flag]: false },
    "no value": { [flag]: undefined },
    "a port let off": [{ [ranges]: [{ minRange: 22, maxRange: 22 }] }, ranges],
    "a port let off that is not known yet": [{ [ranges]: [{ minRange: unknown }] }, ranges],
  },
  undecided: { "whether it blocks": { [flag]: unknown } },
});
