import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

const poolType = "aws:cognito/identityPool:IdentityPool";
const rolesType = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment";

/** Where each type lets guests in. */
const guestPaths: Readonly<Record<string, string>> = {
  [poolType]: "allowUnauthenticatedIdentities",
  [rolesType]: "roles.unauthenticated",
};

/** Nobody gets credentials of AWS without signing in: no guests in identity pools, and no role for them. */
export const forbidGuestAccess: ResourceRule = {
  name: "forbid-guest-access",
  description: "Identity pools give credentials to those only who signed in.",
  why: "The id of an identity pool is in every app: with guests, everybody on the internet gets AWS credentials for it.",
  fix: "Set allowUnauthenticatedIdentities to false and give no role to guests.",
  equivalents: [
    "CKV_AWS_366",
    "cognito-identity-pool-unauth-access-check",
    "cognito-identity-pool-unauthenticated-logins",
  ],
  types: Object.keys(guestPaths),

  *check(resource: ResourceView): Iterable<Finding> {
    const property = guestPaths[resource.type]!;
    if (resource.type === rolesType) {
      if (resource.valueAt("roles") === undefined || !resource.isSet(property)) return;
      const [value] = resource.hintsAt(property);
      yield { exposed: "Guests have a role", property, value: value ?? "not known yet" };
    } else if (isTrue(resource.valueAt(property))) {
      yield {
        exposed: "Guests get credentials of AWS",
        property,
        value: resource.valueAt(property),
      };
    }
  },
};
