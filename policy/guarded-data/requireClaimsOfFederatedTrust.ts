import { isNarrowed } from "../model/conditions.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { tellingClaimOf, tellWhose } from "./support/claims.ts";
import { type LocatedStatement, statementsAt } from "./support/identityPolicies.ts";

/** Roles that trust an external identity provider restrict whose tokens they accept. */
export const requireClaimsOfFederatedTrust: ResourceRule = {
  name: "require-claims-of-federated-trust",
  description: "Roles that trust an external identity provider restrict whose tokens they accept.",
  why: "Anyone can get a token from GitHub or from an identity pool of their own, and can assume a role that does not check whose token it is.",
  fix: "Add a condition on the claim that identifies the token's owner, with the owner in full: aud for an identity pool, sub for a repository or a cluster's service account.",
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
          detail: `${statement.path} has no condition on ${provider}:${tellingClaimOf(provider)} that identifies the token's owner`,
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
  isNarrowed(
    statement,
    (key, values) =>
      key.startsWith(`${provider}:`) && tellWhose(provider, key.slice(provider.length + 1), values),
  );
