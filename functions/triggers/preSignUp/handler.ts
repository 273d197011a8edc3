import type { PreSignUpTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { admissionOf } from "../admittedAddress/index.ts";

const admission = admissionOf(environmentOf(process.env));

/**
 * Admits users with an address in an allowed domain. A user created by an administrator is admitted
 * with the address that the administrator sets. Cognito shows the message of a thrown error to the
 * user.
 *
 * Source: Cognito Developer Guide, "Pre sign-up Lambda trigger".
 */
export async function handler(event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> {
  const { email } = event.request.userAttributes;
  if (event.triggerSource === "PreSignUp_AdminCreateUser") await admission.invite(email);
  else admission.checkSignUp(email);
  return event;
}
