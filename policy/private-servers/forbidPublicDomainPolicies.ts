import { allowanceOf, type InternetSettings, internetSettings } from "../model/internet.ts";
import { readPolicyDocument } from "../model/policyDocument.ts";
import { publicStatements } from "../model/publicStatements.ts";
import type { StackFinding, StackRule } from "../rule.ts";

/** Types of separate access policies, with the type of their domain. */
const policies: Readonly<Record<string, string>> = {
  "aws:opensearch/domain:Domain": "aws:opensearch/domainPolicy:DomainPolicy",
  "aws:elasticsearch/domain:Domain": "aws:elasticsearch/domainPolicy:DomainPolicy",
};

/**
 * The same as `forbid-public-policies`, for access policies that are separate resources. The policy
 * of a domain in a VPC may allow everyone, because security groups decide who can connect.
 *
 * Source: Amazon OpenSearch Service Developer Guide, "About access policies on VPC domains".
 */
export const forbidPublicDomainPolicies: StackRule<InternetSettings> = {
  name: "forbid-public-domain-policies",
  description: "Access policies of search domains outside a VPC name who may use the domain.",
  why: "Outside a VPC, the access policy is the only protection of the data.",
  fix: "Move the domain into a VPC, or name accounts or roles as the principal.",
  settings: internetSettings,
  equivalents: [],

  *checkStack(stack, settings): Iterable<StackFinding> {
    const allowed = allowanceOf(settings);
    for (const [domainType, policyType] of Object.entries(policies)) {
      for (const policy of stack.ofType(policyType)) {
        const domains = stack.referred(policy, "domainName", domainType);
        const isInVpc = domains.some((domain) => domain.isSet("vpcOptions.subnetIds"));
        if (isInVpc) continue;
        for (const { path, value } of policy.valuesAt("accessPolicies")) {
          const statements = readPolicyDocument(value) ?? [];
          for (const { index, statement } of publicStatements(statements, allowed)) {
            yield {
              urn: policy.urn,
              exposed: "Anyone may use the search domain",
              property: `${path}.Statement[${index}].Principal`,
              value: statement.principals,
            };
          }
        }
      }
    }
  },
};
