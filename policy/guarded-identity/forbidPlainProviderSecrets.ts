import type { Finding, ResourceRule } from "../rule.ts";
import { providerType } from "./support/providers.ts";

/**
 * Secrets of identity providers are encrypted in the stack's state. Never includes a value in a finding.
 *
 * Source: Cognito API Reference, "CreateIdentityProvider" (ProviderDetails).
 */
export const forbidPlainProviderSecrets: ResourceRule = {
  name: "forbid-plain-provider-secrets",
  description: "Client secrets and private keys of identity providers are secrets of the program.",
  why: "Anyone who can read the program's state or its plans could sign in at the provider in the user pool's place.",
  fix: "Read the value from an encrypted config or from a secret store, with pulumi.secret. If it was in a state before, replace it at the provider.",
  equivalents: [],
  types: [providerType],

  *check(provider): Iterable<Finding> {
    for (const key of ["client_secret", "private_key"]) {
      const property = `providerDetails.${key}`;
      // A value that is not known yet is encrypted by whatever makes it.
      const [value] = provider.hintsAt(property);
      if (typeof value !== "string" || provider.isSecret(property)) continue;
      const exposed = "The state and the plans show the provider's secret";
      yield { exposed, property, value: undefined, detail: `${property} is plain text` };
    }
  },
};
