import type { PreAuthenticationTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { auditOf } from "../audit.ts";
import type { TriggerHandler } from "../guarded.ts";

const audit = auditOf(environmentOf(process.env));

/**
 * Reports the attempt to sign in, before the password is checked: it proves nothing about who tries. Federated users come
 * here from their second sign-in on. Fails open.
 *
 * Source: Cognito Developer Guide, "Pre authentication Lambda trigger".
 */
export const handler: TriggerHandler<PreAuthenticationTriggerEvent> = async (event, context) => {
  await audit("Sign-In Attempted", event, context);
  return event;
};
