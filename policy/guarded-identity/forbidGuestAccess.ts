import { conditionsOf } from "../model/conditions.ts";
import { fits } from "../model/patterns.ts";
import { readPolicyDocument, type Statement } from "../model/policyDocument.ts";
import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

const poolType = "aws:cognito/identityPool:IdentityPool";
const rolesType = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment";
const roleType = "aws:iam/role:Role";

/** The property that allows guests, by type. */
const guestPaths: Readonly<Record<string, string>> = {
  [poolType]: "allowUnauthenticatedIdentities",
  [rolesType]: "roles.unauthenticated",
  [roleType]: "assumeRolePolicy",
};

/**
 * Nobody gets AWS credentials without signing in: identity pools allow no guests, and there is no
 * role for them.
 */
export const forbidGuestAccess: ResourceRule = {
  name: "forbid-guest-access",
  description: "Identity pools give credentials only to users who have signed in.",
  why: "The id of an identity pool is in every app: if guests are allowed, anyone on the internet can get AWS credentials with it.",
  fix: "Set allowUnauthenticatedIdentities to false and remove the roles of guests.",
  equivalents: [
    "CKV_AWS_366",
    "cognito-identity-pool-unauth-access-check",
    "cognito-identity-pool-unauthenticated-logins",
  ],
  types: Object.keys(guestPaths),

  *check(resource): Iterable<Finding> {
    const property = guestPaths[resource.type]!;
    if (resource.type === roleType) {
      yield* guestStatements(resource, property);
    } else if (resource.type === rolesType) {
      if (resource.valueAt("roles") === undefined || !resource.isSet(property)) return;
      const [value] = resource.hintsAt(property);
      yield { exposed: "Guests have a role", property, value: value ?? "not known yet" };
    } else if (isTrue(resource.valueAt(property))) {
      yield {
        exposed: "Guests get AWS credentials",
        property,
        value: resource.valueAt(property),
      };
    }
  },
};

/**
 * Unknown documents are skipped without a notice, because most of them have nothing to do with
 * guests.
 */
function* guestStatements(role: ResourceView, property: string): Iterable<Finding> {
  for (const document of role.hintsAt(property)) {
    const statements = readPolicyDocument(document) ?? [];
    for (const [index, statement] of statements.entries()) {
      if (!isForGuests(statement)) continue;
      yield {
        exposed: "Guests of an identity pool may assume the role",
        property: `${property}.Statement[${index}].Condition`,
        value: statement.conditions,
      };
    }
  }
}

/** Source: Amazon Cognito Developer Guide, "Role trust and permissions". */
const isForGuests = (statement: Statement): boolean =>
  statement.effect === "Allow" &&
  statement.principals.includes("Federated:cognito-identity.amazonaws.com") &&
  conditionsOf(statement).some(({ operator, key, values }) => {
    if (key !== "cognito-identity.amazonaws.com:amr" || values.length === 0) return false;
    return values.some((value) => fits(value, "unauthenticated")) !== /not/i.test(operator);
  });
