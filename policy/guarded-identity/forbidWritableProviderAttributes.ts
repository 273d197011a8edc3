import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { clientTypes } from "./support/clients.ts";
import { providerType } from "./support/providers.ts";

const poolType = "aws:cognito/userPool:UserPool";

/**
 * Users of an identity provider can't change what it says about them. Cognito writes mapped attributes with the rights of the
 * client, and an access token with the scope for profiles has the same rights. Names, pictures and the like are theirs
 * to change; attributes of one's own, and addresses, decide who they are. An advisory: the application may not use them so.
 *
 * Sources: Cognito API Reference, "CreateUserPoolClient" (WriteAttributes, AllowedOAuthScopes) and
 * "UserAttributeUpdateSettingsType"; Cognito Developer Guide, "Mapping IdP attributes to profiles and tokens".
 */
export const forbidWritableProviderAttributes: StackRule = {
  name: "forbid-writable-provider-attributes",
  description:
    "Users of an identity provider cannot change their address or custom attributes that the provider sets.",
  why: "A user could write into their own profile that they belong to another team or have another address, until the next sign-in.",
  fix: "Remove aws.cognito.signin.user.admin from the scopes of the client, and give users with passwords a client of their own. For addresses, set attributesRequireVerificationBeforeUpdates of the pool.",
  equivalents: [],
  level: "advisory",

  *checkStack(stack): Iterable<StackFinding> {
    for (const client of stack.ofType(...clientTypes)) {
      const scope = client.valuesAt("allowedOauthScopes").find(({ value }) => value === ownProfile);
      if (!scope) continue;
      const names = client.hintsAt("supportedIdentityProviders");
      for (const provider of stack.ofType(providerType)) {
        if (!names.includes(provider.hintsAt("providerName")[0])) continue;
        if (!haveOnePool(stack, client, provider)) continue;
        const written = writable(stack, client, provider);
        if (written.length === 0) continue;
        yield {
          urn: client.urn,
          exposed: `Users of the provider ${provider.name} can write ${written.join(", ")} by their access token`,
          property: scope.path,
          value: scope.value,
        };
      }
    }
  },
};

const ownProfile = "aws.cognito.signin.user.admin";

function haveOnePool(stack: StackView, one: ResourceView, other: ResourceView): boolean {
  const poolsOf = (resource: ResourceView) => stack.referred(resource, "userPoolId", poolType);
  const ids = [one, other].map((resource) => resource.hintsAt("userPoolId")[0]);
  if (ids[0] !== undefined && ids[1] !== undefined) return ids[0] === ids[1];
  const pools = poolsOf(one);
  return poolsOf(other).some((pool) => pools.includes(pool));
}

/** Attributes that decide who a user is, which the provider maps and the client may write. */
function writable(stack: StackView, client: ResourceView, provider: ResourceView): string[] {
  const [mapping] = provider.hintsAt("attributeMapping");
  if (typeof mapping !== "object" || mapping === null) return [];
  const listed = client.hintsAt("writeAttributes");
  const verified = stack
    .referred(client, "userPoolId", poolType)
    .flatMap((pool) =>
      pool.hintsAt("userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates"),
    );
  return Object.keys(mapping).filter((name) => {
    const isCustom = name.startsWith("custom:");
    // Without a list, a client may write all standard attributes.
    if (client.isSet("writeAttributes") ? !listed.includes(name) : isCustom) return false;
    return isCustom || (["email", "phone_number"].includes(name) && !verified.includes(name));
  });
}
