import type { CustomMessageTriggerEvent } from "aws-lambda";
import { environmentOf } from "../../../shared/environment.ts";
import { messageTemplates } from "../../messages/templates.ts";
import { writeMessage } from "../../messages/writeMessage.ts";

const platform = environmentOf(process.env).string("PLATFORM_NAME");
const templates = messageTemplates();

/**
 * Sets the texts of the messages that Cognito sends, from the platform's templates, in the language that the
 * client asks for (`clientMetadata.locale`) or that the user has (attribute `locale`). Cognito then replaces
 * the parameters with the code and the user name.
 *
 * Source: Cognito Developer Guide, "Custom message Lambda trigger".
 */
export async function handler(
  event: CustomMessageTriggerEvent,
): Promise<CustomMessageTriggerEvent> {
  const { codeParameter, usernameParameter, clientMetadata } = event.request;
  const { userAttributes: attributes } = event.request;
  const message = writeMessage(
    templates,
    event.triggerSource.slice("CustomMessage_".length),
    [clientMetadata?.["locale"], attributes["locale"]],
    { own: { platform, "####": codeParameter, username: usernameParameter ?? "" }, attributes },
  );
  // An occasion that Cognito adds one day keeps its own texts.
  if (message) {
    const { subject, html, sms } = message;
    event.response = { emailSubject: subject, emailMessage: html, smsMessage: sms };
  }
  return event;
}
