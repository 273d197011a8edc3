import { isObject, parseJson } from "../model/json.ts";
import { knownCopy } from "../model/knownCopy.ts";
import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { mustBeFalse, mustBeSet, openedBy } from "./support/switches.ts";

const networkPolicy = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy";

/** Search domains are in a VPC, and collections are reachable only from VPCs. */
export const forbidPublicSearch: ResourceRule = {
  name: "forbid-public-search",
  description:
    "OpenSearch domains are in a VPC and require credentials, and serverless collections are reachable only from VPCs.",
  why: "A domain outside a VPC has a public endpoint, with only its access policy to protect the data.",
  fix: "Set vpcOptions with private subnets, and anonymousAuthEnabled to false. For a collection, list SourceVPCEs in the network policy instead of AllowFromPublic.",
  equivalents: ["CKV_AWS_137", "opensearch-in-vpc-only", "elasticsearch-in-vpc-only"],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain", networkPolicy],

  *check(resource): Iterable<Finding> {
    if (resource.type === networkPolicy) yield* publicAccess(resource);
    else {
      yield* openedBy(inVpc, resource);
      yield* openedBy(anonymous, resource);
    }
  },
};

const inVpc = mustBeSet(
  "vpcOptions.subnetIds",
  "The domain is outside a VPC, with a public endpoint",
);

/** Source: Amazon OpenSearch Service Developer Guide, "Fine-grained access control", about existing domains. */
const anonymous = mustBeFalse(
  "advancedSecurityOptions.anonymousAuthEnabled",
  "Anyone who can reach the domain may use it without credentials",
);

/** Source: Amazon OpenSearch Service Developer Guide, "Network access for Amazon OpenSearch Serverless". */
function* publicAccess(policy: ResourceView): Iterable<Finding> {
  if (policy.valueAt("type") !== "network") return;
  for (const { path, value } of policy.valuesAt("policy")) {
    const rules = typeof value === "string" ? parseJson(value) : knownCopy(value);
    if ([rules].flat().some(isPublic)) {
      const exposed = "The collections are reachable from the internet";
      yield { exposed, property: `${path}.AllowFromPublic`, value: true };
    }
  }
}

const isPublic = (rule: unknown): boolean => isObject(rule) && isTrue(rule["AllowFromPublic"]);
