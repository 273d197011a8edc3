import type { PostAuthenticationTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { auditOf } from "../audit.ts";
import type { TriggerHandler } from "../guarded.ts";

const audit = auditOf(environmentOf(process.env));

/**
 * Reports the sign-in, after its last factor and before the tokens. Not at a refresh, nor at a federated user's first
 * sign-in, which confirms them. Fails open.
 *
 * Source: Cognito Developer Guide, "Post authentication Lambda trigger".
 */
export const handler: TriggerHandler<PostAuthenticationTriggerEvent> = async (event, context) => {
  await audit("User Signed In", event, context);
  return event;
};
