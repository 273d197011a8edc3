import type { Statement } from "../model/policyDocument.ts";
import { covers } from "../model/publicStatements.ts";
import { policiesOf, policyTypes } from "../model/resourcePolicies.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { actionsInWords } from "./support/actions.ts";
import { saysItsSource } from "./support/callingServices.ts";
import { deniesOtherSources, saysForWhom } from "./support/sources.ts";

/**
 * Resource policies that let an AWS service in name the account or resource that the service acts
 * for. Limited to services that say it; `forbid-public-invocation` covers Lambda permissions.
 *
 * Source: IAM User Guide, "The confused deputy problem".
 */
export const requireSourceOfServiceAccess: ResourceRule = {
  name: "require-source-of-service-access",
  description:
    "Resource policies that allow something to an AWS service name the account or resource that the service acts for.",
  why: "AWS services act for all their customers. Without such a condition, someone in another account can make the service use the resource.",
  fix: "Add the condition aws:SourceArn with the resource that the service acts for, or aws:SourceAccount with your account, or aws:SourceOrgID with your organization.",
  equivalents: [],
  types: policyTypes,

  *check(resource): Iterable<Finding> {
    for (const { statements, pathOf } of policiesOf(resource)) {
      const denials = statements.filter(deniesOtherSources);
      for (const [index, statement] of statements.entries()) {
        const services = servicesOf(statement).filter((name) => saysItsSource(name, resource.type));
        const what = useOf(statement);
        if (services.length === 0 || what === undefined) continue;
        if (saysForWhom(statement) || denials.some((denial) => covers(denial, statement))) continue;
        const { conditions } = statement;
        yield {
          exposed: `The policy lets ${services.join(" and ")} perform ${what} on behalf of any account`,
          property: pathOf(index, "Condition"),
          value: Object.keys(conditions).length === 0 ? undefined : conditions,
        };
      }
    }
  },
};

const servicesOf = ({ effect, principals }: Statement): string[] =>
  effect === "Allow" ? principals.flatMap((name) => /^Service:(.+)$/.exec(name)?.[1] ?? []) : [];

/** What a statement allows, in words; `undefined` if it is only to look at settings. */
function useOf({ actions, notActions }: Statement): string | undefined {
  if (notActions.length > 0) return `all actions except ${notActions.join(", ")}`;
  const uses = actions.filter((action) => !looks.includes(action.toLowerCase()));
  return uses.length === 0 ? undefined : actionsInWords(uses);
}

/** Actions by which services check whether they may write to a bucket or use a key. */
const looks: readonly string[] = ["kms:describekey", "s3:getbucketacl", "s3:getbucketlocation"];
