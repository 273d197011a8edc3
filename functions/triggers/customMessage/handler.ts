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
  const message = Object.hasOwn(messages, event.triggerSource)
    ? messages[event.triggerSource]
    : undefined;
  // An occasion that Cognito adds one day keeps its own texts.
  if (!message) return event;
  const parts = { platform, code: codeParameter, username: usernameParameter ?? "" };
  const { subject, text } = message(parts);
  event.response = { emailSubject: subject, emailMessage: toHtml(text), smsMessage: text };
  return event;
}
