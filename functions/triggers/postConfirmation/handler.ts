import type { Context, PostConfirmationTriggerEvent } from "aws-lambda";
import { log } from "../../shared/log.ts";

const messages: Record<PostConfirmationTriggerEvent["triggerSource"], string> = {
  PostConfirmation_ConfirmSignUp: "user confirmed",
  PostConfirmation_ConfirmForgotPassword: "password reset confirmed",
};

/**
 * Leaves a trace for audits that names nobody by more than their `sub`. The place for what else
 * should happen to a new user, within the 5 s that Cognito waits.
 *
 * Source: Cognito Developer Guide, "Post confirmation Lambda trigger".
 */
export async function handler(
  event: PostConfirmationTriggerEvent,
  context: Context,
): Promise<PostConfirmationTriggerEvent> {
  log("info", messages[event.triggerSource], {
    correlationId: context.awsRequestId,
    userPoolId: event.userPoolId,
    sub: event.request.userAttributes["sub"],
  });
  return event;
}
