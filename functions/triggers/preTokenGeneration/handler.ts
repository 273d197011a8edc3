import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { accessTokenClaims, idTokenClaims } from "./claims.ts";

/**
 * Tells the services who calls, by whichever token a route takes.
 *
 * Source: Cognito Developer Guide, "Pre token generation Lambda trigger", version two.
 */
export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  const { userAttributes } = event.request;
  event.response = {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: idTokenClaims(userAttributes) },
      accessTokenGeneration: { claimsToAddOrOverride: accessTokenClaims(userAttributes) },
    },
  };
  return event;
}
