import type { CustomMessageTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { messages, toHtml } from "./messages.ts";

const platform = environmentOf(process.env).string("PLATFORM_NAME");

/**
 * Sets the texts of the messages that Cognito sends. Cognito then replaces the parameters with the
 * code and the user name.
 *
 * Source: Cognito Developer Guide, "Custom message Lambda trigger".
 */
export async function handler(
  event: CustomMessageTriggerEvent,
): Promise<CustomMessageTriggerEvent> {
  const { codeParameter, usernameParameter } = event.request;
  const { subject, text } = messages[event.triggerSource]({
    platform,
    code: codeParameter,
    username: usernameParameter ?? "",
  });
  event.response = { emailSubject: subject, emailMessage: toHtml(text), smsMessage: text };
  return event;
}
