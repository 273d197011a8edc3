import type { Rule } from "../rule.ts";
import { forbidAdministratorPolicies } from "./forbidAdministratorPolicies.ts";
import { forbidAllActions } from "./forbidAllActions.ts";
import { forbidBroadDevicePolicies } from "./forbidBroadDevicePolicies.ts";
import { forbidBroadResources } from "./forbidBroadResources.ts";
import { forbidOpenTrust } from "./forbidOpenTrust.ts";
import { forbidPlainSecrets } from "./forbidPlainSecrets.ts";
import { forbidSecretsInUserData } from "./forbidSecretsInUserData.ts";
import { forbidServiceWildcards } from "./forbidServiceWildcards.ts";
import { requireClaimsOfFederatedTrust } from "./requireClaimsOfFederatedTrust.ts";
import { requireEncryptedStorage } from "./requireEncryptedStorage.ts";
import { requireEncryptedTransit } from "./requireEncryptedTransit.ts";
import { requireEncryptedLaunches } from "./requireEncryptedLaunches.ts";
import { requireEncryptedVolumes } from "./requireEncryptedVolumes.ts";
import { requireHttpsListeners } from "./requireHttpsListeners.ts";
import { requireHttpsListenersInside } from "./requireHttpsListenersInside.ts";
import { requireLogKeys } from "./requireLogKeys.ts";
import { requireLogRetention } from "./requireLogRetention.ts";
import { requireOwnKeys } from "./requireOwnKeys.ts";
import { requireScopedPassRole } from "./requireScopedPassRole.ts";
import { requireSourceOfServiceAccess } from "./requireSourceOfServiceAccess.ts";
import { requireSourceOfServiceTrust } from "./requireSourceOfServiceTrust.ts";

/** Rules that protect data and limit permissions. */
export const rules: readonly Rule[] = [
  requireEncryptedStorage,
  requireEncryptedVolumes,
  requireEncryptedLaunches,
  requireEncryptedTransit,
  requireHttpsListeners,
  requireHttpsListenersInside,
  requireOwnKeys,
  requireLogKeys,
  requireLogRetention,
  forbidPlainSecrets,
  forbidSecretsInUserData,
  forbidAllActions,
  forbidServiceWildcards,
  forbidBroadResources,
  forbidBroadDevicePolicies,
  requireScopedPassRole,
  forbidAdministratorPolicies,
  forbidOpenTrust,
  requireClaimsOfFederatedTrust,
  requireSourceOfServiceAccess,
  requireSourceOfServiceTrust,
];
