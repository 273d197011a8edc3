import { fits, hasWildcard, isAnything } from "../../model/patterns.ts";

/** Whether a claim's value identifies the owner of a token. */
type Tells = (value: string) => boolean;

/** A name without wildcards. */
const isName: Tells = (value) => value !== "" && !hasWildcard(value);
/**
 * Such as `repo:owner/*` or `organization:owner:*`: the part after the first word has no wildcards.
 */
const namesOwner: Tells = (value) => isName(value) || /^[\w-]+:[^*?:/]+[:/]/.test(value);
/** Such as `pulumi:deploy:org:owner:*`. */
const namesOrganization: Tells = (value) => isName(value) || /^[^*?]*:org:[^*?:]+:/.test(value);
/** Such as `owner/*`. */
const startsWithOwner: Tells = (value) => isName(value) || /^[^*?/]+\//.test(value);
/** Such as `*@example.com`. */
const namesDomain: Tells = (value) => isName(value) || /@[^*?@]+$/.test(value);

/**
 * Identity providers that anyone can have an account with: the claims that identify a token's
 * owner, and the values that do.
 *
 * Sources: IAM User Guide, "Identity-provider controls for shared OIDC providers", "Create a role for
 * OpenID Connect federation" and "IAM and AWS STS condition context keys"; "Get an ID token" in the
 * Google Cloud documentation.
 */
const sharedProviders: Readonly<Record<string, Readonly<Record<string, Tells>>>> = {
  // The key `aud` is the token's `azp`. The key `oaud` is the token's `aud`, which any service account
  // chooses for its tokens.
  "accounts.google.com": { sub: isName, aud: isName, email: namesDomain },
  "agent.buildkite.com": { sub: namesOwner },
  "api.pulumi.com/oidc": { sub: namesOrganization, aud: isName },
  "app.terraform.io": { sub: namesOwner },
  "cognito-identity.amazonaws.com": { aud: isName, sub: isName },
  "gitlab.com": { sub: namesOwner, project_path: startsWithOwner, namespace_path: startsWithOwner },
  "graph.facebook.com": { app_id: isName, id: isName },
  "oidc-configuration.audit-log.githubusercontent.com": { sub: isName },
  "oidc.codefresh.io": { sub: namesOwner },
  "oidc.vercel.com": { sub: namesOwner, aud: isName },
  "proidc.upbound.io": { sub: namesOwner },
  "sandboxes.cloud": { aud: isName, sub: namesOwner },
  "scalr.io": { sub: namesOwner },
  "studio.datachain.ai/api": { sub: namesOwner },
  // Microsoft Sentinel. The key is that of STS: see `keyOf`.
  "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d": { RoleSessionName: isName },
  "token.actions.githubusercontent.com": {
    sub: namesOwner,
    job_workflow_ref: startsWithOwner,
    repository: startsWithOwner,
    repository_id: isName,
    repository_owner: isName,
    repository_owner_id: isName,
  },
  "tokens.cloud.shisho.dev": { sub: namesOwner },
  "vstoken.actions.githubusercontent.com": { sub: namesOwner },
  "www.amazon.com": { app_id: isName, user_id: isName },
};

/** The condition key of the claim that identifies a token's owner; the first of several. */
export const tellingKeyOf = (provider: string): string =>
  keyOf(provider, Object.keys(sharedProviders[provider] ?? { sub: isName })[0]!);

const keyOf = (provider: string, claim: string): string =>
  claim === "RoleSessionName" ? `sts:${claim}` : `${provider}:${claim}`;

/**
 * Whether values of a condition key identify a token's owner. For private providers, such as a
 * cluster's, any claim does, except the audience that every token for AWS has.
 *
 * @param provider - host and path, in lower case
 * @param key - in lower case
 */
export function tellWhose(provider: string, key: string, values: readonly string[]): boolean {
  const shared = sharedProviders[provider];
  if (shared) {
    const claim = Object.keys(shared).find((one) => keyOf(provider, one).toLowerCase() === key);
    return claim !== undefined && values.every((value) => shared[claim]!(value));
  }
  if (!key.startsWith(`${provider}:`)) return false;
  const isAudience = key === `${provider}:aud`;
  return values.every((value) => isSomebody(value) && !(isAudience && isAudienceOfAll(value)));
}

const isAudienceOfAll: Tells = (value) =>
  ["sts.amazonaws.com", "sts.amazonaws.com.cn"].some((audience) => fits(value, audience));

/** Excludes values such as `*` and `system:serviceaccount:*`. */
function isSomebody(value: string): boolean {
  const name = value.replace(/^(system:serviceaccount:|[\w-]+:)/, "");
  return name !== "" && (!isAnything(name) || /^[^*?:/]+[:/]/.test(name));
}
