import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireHealthChecks as rule } from "./requireHealthChecks.ts";

const alias = (zoneId: unknown, evaluateTargetHealth: unknown) => ({
  healthCheckId: undefined,
  aliases: [{ name: "near.example.com", zoneId, evaluateTargetHealth }],
});

testRule(rule, "aws:route53/record:Record", {
  compliant: {
    zoneId: "Z1",
    name: "api.example.com",
    setIdentifier: "eu-west-1",
    latencyRoutingPolicies: [{ region: "eu-west-1" }],
    healthCheckId: "01234567-89ab-cdef-0123-456789abcdef",
  },
  passing: {
    "a check that is not known yet": { healthCheckId: unknown },
    "records of the zone that are checked": alias("Z1", true),
    "no choice between records": { latencyRoutingPolicies: undefined, healthCheckId: undefined },
    "weights, which do not depend on the client": {
      latencyRoutingPolicies: undefined,
      weightedRoutingPolicies: [{ weight: 1 }],
      healthCheckId: undefined,
    },
  },
  failing: {
    "no check": [{ healthCheckId: undefined }, "healthCheckId"],
    "no check of a country": [
      {
        latencyRoutingPolicies: undefined,
        geolocationRoutingPolicies: [{ country: "SE" }],
        healthCheckId: undefined,
      },
      "healthCheckId",
    ],
    "the health of a target elsewhere": [alias("Z2", true), "healthCheckId"],
    "records of the zone whose health is not evaluated": [alias("Z1", false), "healthCheckId"],
  },
});
