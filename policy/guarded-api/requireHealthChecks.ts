import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** The policies by which Route 53 chooses one of several records for a client. */
const routingPolicies = [
  "latencyRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
];

const property = "healthCheckId";

/**
 * Records that lead clients to one of several regions have a health check. `evaluateTargetHealth` is not
 * enough for most targets, such as API Gateway, whose health is that of the AWS service in the region. For
 * an alias of records in the same zone it is the health of those.
 *
 * Source: Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is
 * configured".
 */
export const requireHealthChecks: ResourceRule = {
  name: "require-health-checks",
  description: "DNS records that lead clients to the nearest region have a health check.",
  why: "Without a health check, Route 53 keeps sending clients to a region that does not work.",
  fix: "Set healthCheckId to a Route 53 health check of the region.",
  equivalents: [],
  types: ["aws:route53/record:Record"],

  *check(record): Iterable<Finding> {
    if (!routingPolicies.some((policy) => record.isSet(policy))) return;
    if (record.isSet(property) || leadsToCheckedRecords(record)) return;
    const exposed = "Clients are sent to the region even if it does not work";
    yield { exposed, property, value: undefined };
  },
};

/** Whether it does, or may: then an unknown value was missed. */
function leadsToCheckedRecords(record: ResourceView): boolean {
  const health = "aliases.evaluateTargetHealth";
  const isHealthUsed = record.valuesAt(health).some(({ value }) => isTrue(value));
  if (!isHealthUsed) return record.misses(health);
  const [zone, other] = ["zoneId", "aliases.zoneId"].map((path) => record.valueAt(path));
  return zone === other || record.misses("zoneId") || record.misses("aliases.zoneId");
}
