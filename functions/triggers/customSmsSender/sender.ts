import type { Context } from "aws-lambda";
import type { AwsClient } from "../../shared/awsClient.ts";
import { log } from "../../shared/log.ts";
import { senderMessage, type SenderEvent, type SenderOptions } from "../messages/senderMessage.ts";

export interface SmsSenderOptions extends SenderOptions {
  /** AWS End User Messaging SMS. */
  readonly smsService: AwsClient;
  /** Number, sender id or pool that text messages come from; without one, AWS chooses. */
  readonly origin: string | undefined;
}

/**
 * Sends Cognito's text messages by AWS End User Messaging. Cognito itself then sends none.
 *
 * Cognito ignores the result; after an error, Lambda runs the function again. The log never has the code or the number.
 *
 * Source: Cognito Developer Guide, "Custom SMS sender Lambda trigger"; AWS End User Messaging SMS API Reference,
 * "SendTextMessage".
 *
 * @returns the function's handler; it rejects if the code can't be decrypted or the service does not take the message
 */
export const createSmsSender =
  (options: SmsSenderOptions) =>
  async (event: SenderEvent, { awsRequestId: correlationId }: Context): Promise<void> => {
    const { triggerSource } = event;
    const { phone_number: number, sub } = event.request.userAttributes;
    const fields = { correlationId, sub, triggerSource };
    const message = number ? await senderMessage(event, options) : undefined;
    if (!number || !message) return log("error", "no text message for this event", fields);
    await options.smsService("SendTextMessage", {
      DestinationPhoneNumber: number,
      MessageBody: message.sms,
      // Codes come before offers.
      MessageType: "TRANSACTIONAL",
      ...(options.origin && { OriginationIdentity: options.origin }),
    });
    log("info", "text message sent", fields);
  };
