import { isNarrowed } from "../model/conditions.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { tellingKeyOf, tellWhose } from "./support/claims.ts";
import { type LocatedStatement, statementsAt } from "./support/identityPolicies.ts";

/** Roles that trust an external identity provider restrict whose tokens they accept. */
export const requireClaimsOfFederatedTrust: ResourceRule = {
  name: "require-claims-of-federated-trust",
  description: "Roles that trust an external identity provider restrict whose tokens they accept.",
  why: "Anyone can get a token from GitHub or Google or from an identity pool of their own, and can assume a role that does not check whose token it is.",
  fix: "Add this condition with the owner in full: an identity pool or a client as aud; a repository, a workspace or a cluster's service account as sub.",
  equivalents: ["CKV_AWS_358", "CKV_AWS_393"],
  types: ["aws:iam/role:Role"],

  *check(role): Iterable<Finding> {
    for (const statement of statementsAt(role, "assumeRolePolicy")) {
      for (const provider of statement.principals.flatMap(providerOf)) {
        if (tellsWhose(statement, provider)) continue;
        yield {
          exposed: `Anyone with a token from ${provider} may assume the role`,
          property: `${statement.path}.Condition`,
          value: undefined,
          detail: `${statement.path} has no condition on ${tellingKeyOf(provider)} that identifies the token's owner`,
        };
      }
    }
  },
};

/** Host and path of an identity provider; `undefined` for other kinds of principals. */
function providerOf(principal: string): string[] {
  const name = /^Federated:(.*)$/.exec(principal)?.[1];
  if (name === undefined || /:saml-provider\//.test(name)) return [];
  const provider = /:oidc-provider\/(.+)$/.exec(name)?.[1] ?? name;
  // Unknown values and ARN patterns do not name a provider.
  return /^[a-z0-9.-]+\.[a-z]+(\/.*)?$/i.test(provider) ? [provider.toLowerCase()] : [];
}

const tellsWhose = (statement: LocatedStatement, provider: string): boolean =>
  isNarrowed(statement, (key, values) => tellWhose(provider, key, values));
