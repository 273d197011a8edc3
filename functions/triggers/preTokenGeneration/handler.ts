import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { admissionOf } from "../admittedAddress/index.ts";
import { accessTokenClaims, idTokenClaims } from "./claims.ts";

const admission = admissionOf(environmentOf(process.env));

/**
 * Adds the claims that identify the caller to both tokens, and refuses tokens to users whose address
 * is no longer admitted. No trigger runs when a user changes their address, but this one runs at
 * every sign-in and refresh.
 *
 * Source: Cognito Developer Guide, "Pre token generation Lambda trigger", version two.
 */
export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  const { userAttributes } = event.request;
  await admission.checkSignIn(userAttributes["email"]);
  event.response = {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: idTokenClaims(userAttributes) },
      accessTokenGeneration: { claimsToAddOrOverride: accessTokenClaims(userAttributes) },
    },
  };
  return event;
}
