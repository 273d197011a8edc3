import type { Rule } from "../rule.ts";
import { forbidClassicIdentityFlow } from "./forbidClassicIdentityFlow.ts";
import { forbidGuestAccess } from "./forbidGuestAccess.ts";
import { forbidImplicitGrant } from "./forbidImplicitGrant.ts";
import { forbidPlainPasswordFlow } from "./forbidPlainPasswordFlow.ts";
import { forbidPlainProviderSecrets } from "./forbidPlainProviderSecrets.ts";
import { forbidSecretsInPublicClients } from "./forbidSecretsInPublicClients.ts";
import { forbidWritableProviderAttributes } from "./forbidWritableProviderAttributes.ts";
import { requireHttpsCallbacks } from "./requireHttpsCallbacks.ts";
import { requireMultiFactorAuthentication } from "./requireMultiFactorAuthentication.ts";
import { requireShortLivedTokens } from "./requireShortLivedTokens.ts";
import { requireStrongPasswords } from "./requireStrongPasswords.ts";
import { requireTokenRevocation } from "./requireTokenRevocation.ts";
import { requireUniformSignInErrors } from "./requireUniformSignInErrors.ts";
import { requireUserPoolDeletionProtection } from "./requireUserPoolDeletionProtection.ts";

/** Rules that protect users and their sign-in. */
export const rules: readonly Rule[] = [
  requireUserPoolDeletionProtection,
  requireStrongPasswords,
  requireMultiFactorAuthentication,
  forbidImplicitGrant,
  requireHttpsCallbacks,
  requireTokenRevocation,
  requireUniformSignInErrors,
  forbidSecretsInPublicClients,
  forbidPlainPasswordFlow,
  requireShortLivedTokens,
  forbidGuestAccess,
  forbidClassicIdentityFlow,
  forbidPlainProviderSecrets,
  forbidWritableProviderAttributes,
];
