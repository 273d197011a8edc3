import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { admissionOf } from "../admittedAddress/index.ts";
import { accessTokenClaims, idTokenClaims } from "./claims.ts";
import { type ScopesByGroup, scopesOf } from "./scopes.ts";

const environment = environmentOf(process.env);
const admission = admissionOf(environment);
const scopesByGroup = environment.json<ScopesByGroup>("SCOPES_BY_GROUP") ?? {};

/**
 * Adds the claims that identify the caller to both tokens and the scopes of their groups to the access token, and
 * refuses tokens to users whose address is no longer admitted. No trigger runs when a user changes their address or
 * their groups, but this one runs at every sign-in and refresh.
 *
 * Source: Cognito Developer Guide, "Pre token generation Lambda trigger", version two.
 */
export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  const { userAttributes, groupConfiguration } = event.request;
  await admission.checkSignIn(userAttributes["email"]);
  const scopesToAdd = scopesOf(groupConfiguration.groupsToOverride ?? [], scopesByGroup);
  event.response = {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: idTokenClaims(userAttributes) },
      accessTokenGeneration: {
        claimsToAddOrOverride: accessTokenClaims(userAttributes),
        ...(scopesToAdd.length > 0 && { scopesToAdd }),
      },
    },
  };
  return event;
}
