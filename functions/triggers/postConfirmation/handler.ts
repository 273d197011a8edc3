import type { PostConfirmationTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { log } from "../../shared/log.ts";
import { auditOf } from "../audit.ts";
import type { TriggerHandler } from "../guarded.ts";
import { joiningOf } from "./groupByDomain.ts";

const environment = environmentOf(process.env);
const audit = auditOf(environment);
const joinGroup = joiningOf(environment);

const confirmed = { message: "user confirmed", action: "User Confirmed" } as const;
const reset = { message: "password reset confirmed", action: "Password Reset" } as const;

/**
 * Logs the confirmation for audits, identifying the user only by `sub`, and adds new users to the group of their domain.
 * Fails open: Cognito has confirmed the user already, and nobody could confirm them again.
 *
 * Source: Cognito Developer Guide, "Post confirmation Lambda trigger".
 */
export const handler: TriggerHandler<PostConfirmationTriggerEvent> = async (event, context) => {
  const isNew = event.triggerSource === "PostConfirmation_ConfirmSignUp";
  const { message, action } = isNew ? confirmed : reset;
  const fields = {
    correlationId: context.awsRequestId,
    userPoolId: event.userPoolId,
    sub: event.request.userAttributes["sub"],
  };
  log("info", message, fields);
  const joining = isNew ? joinGroup(event) : undefined;
  await Promise.all([
    audit(action, event, context),
    joining?.catch((error) => {
      log("error", "user not added to the group", { ...fields, error: String(error) });
    }),
  ]);
  return event;
};
