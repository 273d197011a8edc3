import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { isLimited } from "./support/conditions.ts";
import { type LocatedStatement, statementsAt } from "./support/identityPolicies.ts";

/**
 * Providers that everybody has an account with: which of their claims says whose token it is. Of
 * others, such as the provider of a cluster, any claim will do.
 *
 * Source: IAM User Guide, "Identity-provider controls for shared OIDC providers" and "Create a role
 * for OpenID Connect federation".
 */
const tellingClaims: Readonly<Record<string, readonly string[]>> = {
  "accounts.google.com": ["aud", "sub", "oaud", "email"],
  "app.terraform.io": ["sub"],
  "cognito-identity.amazonaws.com": ["aud"],
  "gitlab.com": ["sub", "project_path", "namespace_path"],
  "graph.facebook.com": ["app_id", "id"],
  "token.actions.githubusercontent.com": [
    "sub",
    "job_workflow_ref",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
  ],
  "www.amazon.com": ["app_id", "user_id"],
};

/** Roles that trust another's tokens say whose. */
export const requireClaimsOfFederatedTrust: ResourceRule = {
  name: "require-claims-of-federated-trust",
  description: "Roles for tokens of identity providers say whose tokens.",
  why: "Everybody gets a token of GitHub or of an identity pool of their own, and takes on a role that asks no further.",
  fix: "Add a condition on the claim that tells whose it is: aud of an identity pool, sub of a repository.",
  equivalents: ["CKV_AWS_358", "CKV_AWS_393"],
  types: ["aws:iam/role:Role"],

  *check(role: ResourceView): Iterable<Finding> {
    for (const statement of statementsAt(role, "assumeRolePolicy")) {
      for (const provider of statement.principals.flatMap(providerOf)) {
        if (tellsWhose(statement, provider)) continue;
        const [claim = "sub"] = tellingClaims[provider] ?? [];
        yield {
          exposed: `Whoever gets a token of ${provider} may take on the role`,
          property: `${statement.path}.Condition`,
          value: undefined,
          detail: `${statement.path} has no condition on ${provider}:${claim}`,
        };
      }
    }
  },
};

/** The host and path of a provider of tokens; nothing for principals of other kinds. */
function providerOf(principal: string): string[] {
  const name = /^Federated:(.*)$/.exec(principal)?.[1];
  if (name === undefined || /:saml-provider\//.test(name)) return [];
  const provider = /:oidc-provider\/(.+)$/.exec(name)?.[1] ?? name;
  // What is not known yet, or is a pattern of ARNs, is no name.
  return /^[a-z0-9.-]+\.[a-z]+(\/.*)?$/i.test(provider) ? [provider.toLowerCase()] : [];
}

function tellsWhose(statement: LocatedStatement, provider: string): boolean {
  const telling = tellingClaims[provider];
  return isLimited(statement, ([key, values]) => {
    if (!key.startsWith(`${provider}:`)) return false;
    const claim = key.slice(provider.length + 1);
    return (telling?.includes(claim) ?? true) && values.every(isSomebody);
  });
}

/** Neither `*` nor `repo:*`. */
const isSomebody = (value: string): boolean => /[^*?]/.test(value) && !/^[a-z_]+:[*?]/i.test(value);
