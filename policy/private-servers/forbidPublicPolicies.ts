import { allowanceOf, type InternetSettings, internetSettings } from "../model/internet.ts";
import { publicStatements } from "../model/publicStatements.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { policiesOf, policyTypes } from "../model/resourcePolicies.ts";

/**
 * No resource policy allows everyone. {@link publicStatements} describes the conditions that make a
 * statement harmless; a list of denied principals does not. Trust policies of roles are not checked
 * here.
 */
export const forbidPublicPolicies: ResourceRule<InternetSettings> = {
  name: "forbid-public-policies",
  description:
    "Resource policies name who may use the resource, or restrict callers by a condition.",
  why: "A policy for the principal * lets anyone with an AWS account, and often anyone at all, use the resource and bypass the API.",
  fix: "Name accounts, roles or services as the principal, or add a condition on aws:SourceArn, aws:SourceAccount, aws:PrincipalOrgID or aws:SourceVpce with StringEquals or ArnLike and without *.",
  settings: internetSettings,
  equivalents: [
    "CKV_AWS_32",
    "CKV_AWS_33",
    "CKV_AWS_70",
    "CKV_AWS_167",
    "CKV_AWS_168",
    "CKV_AWS_169",
    "CKV_AWS_283",
    "CKV_AWS_387",
    "kms-key-policy-no-public-access",
    "sns-topic-no-public-access",
    "sqs-queue-no-public-access",
    "s3-bucket-public-read-prohibited",
    "s3-bucket-public-write-prohibited",
  ],
  types: policyTypes,

  *check(resource, settings): Iterable<Finding> {
    const allowed = allowanceOf(settings);
    for (const { statements, pathOf } of policiesOf(resource)) {
      for (const { index, statement } of publicStatements(statements, allowed)) {
        const { principals, notPrincipals, actions, notActions } = statement;
        const what = actions.join(", ") || `all actions except ${notActions.join(", ")}`;
        const [property, value] =
          notPrincipals.length > 0
            ? [pathOf(index, "NotPrincipal"), notPrincipals]
            : [pathOf(index, "Principal"), principals];
        yield { exposed: `Anyone may perform ${what}`, property, value };
      }
    }
  },
};
