import type { PreSignUpTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { admissionOf } from "../admittedAddress/index.ts";
import { guarded } from "../guarded.ts";
import { addressCheckOf } from "./disposableAddress.ts";
import { linkingOf } from "./linking.ts";
import { attributeCheckOf } from "./providerAttributes.ts";
import { providersWordOf } from "./providersWord.ts";

const environment = environmentOf(process.env);
const admission = admissionOf(environment);
const checkAddress = addressCheckOf(environment);
const checkAttributes = attributeCheckOf(environment);
const checkProvidersWord = providersWordOf(environment);
const linkByVerifiedEmail = linkingOf(environment);

/**
 * Admits users with an address in an allowed domain that is not disposable, and with no attributes that only providers
 * write. Links accounts at providers. A user created by an administrator is admitted with the address that the
 * administrator sets. Fails closed.
 *
 * Source: Cognito Developer Guide, "Pre sign-up Lambda trigger".
 */
export const handler = guarded<PreSignUpTriggerEvent>(async (event) => {
  const { email } = event.request.userAttributes;
  if (event.triggerSource === "PreSignUp_AdminCreateUser") {
    await admission.invite(email);
    return event;
  }
  admission.checkSignUp(email);
  checkAddress(email);
  if (event.triggerSource === "PreSignUp_ExternalProvider") {
    checkProvidersWord(event);
    await linkByVerifiedEmail(event);
    return event;
  }
  checkAttributes(event.request.userAttributes);
  return event;
});
