import type { Context, PostConfirmationTriggerEvent } from "aws-lambda";
import { log } from "../../shared/log.ts";

const messages: Record<PostConfirmationTriggerEvent["triggerSource"], string> = {
  PostConfirmation_ConfirmSignUp: "user confirmed",
  PostConfirmation_ConfirmForgotPassword: "password reset confirmed",
};

/**
 * Logs the confirmation for audits, identifying the user only by `sub`. Further steps for new users
 * belong here; Cognito waits at most 5 s.
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
