import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { admissionOf } from "../admittedAddress/index.ts";
import { accessTokenClaims, idTokenClaims } from "./claims.ts";

const admission = admissionOf(environmentOf(process.env));

/**
 * Tells the services who calls, by whichever token a route takes, and gives nobody tokens whose
 * address is no longer one that may come in. No trigger runs before a user changes their address;
 * this one runs at every sign-in and refresh, with the address that they have by then.
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
