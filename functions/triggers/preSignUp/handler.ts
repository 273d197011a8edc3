import type { PreSignUpTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { checkEmailDomain } from "./emailDomain.ts";

const allowedDomains = environmentOf(process.env).list("ALLOWED_EMAIL_DOMAINS");

/**
 * Admits whoever has an address of an allowed domain. A user whom an administrator creates is
 * admitted by that. Cognito shows the message of a thrown error to the user.
 *
 * Source: Cognito Developer Guide, "Pre sign-up Lambda trigger".
 */
export async function handler(event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> {
  if (event.triggerSource !== "PreSignUp_AdminCreateUser") {
    checkEmailDomain(event.request.userAttributes["email"], allowedDomains);
  }
  return event;
}
