import type { PreSignUpTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { admissionOf } from "../admittedAddress/index.ts";

const admission = admissionOf(environmentOf(process.env));

/**
 * Admits whoever has an address of an allowed domain. A user whom an administrator creates is
 * admitted by that, with the address that the administrator names. Cognito shows the message of a
 * thrown error to the user.
 *
 * Source: Cognito Developer Guide, "Pre sign-up Lambda trigger".
 */
export async function handler(event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> {
  const { email } = event.request.userAttributes;
  if (event.triggerSource === "PreSignUp_AdminCreateUser") await admission.invite(email);
  else admission.checkSignUp(email);
  return event;
}
