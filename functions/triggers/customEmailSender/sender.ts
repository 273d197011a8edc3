import type { Context } from "aws-lambda";
import type { AwsClient } from "../../shared/awsClient.ts";
import { log } from "../../shared/log.ts";
import { senderMessage, type SenderEvent, type SenderOptions } from "../messages/senderMessage.ts";

export interface EmailSenderOptions extends SenderOptions {
  /** SES v2. */
  readonly mailService: AwsClient;
  /** The address that mails come from; its identity must be verified in SES. */
  readonly sender: string;
  /** Configuration set of the mails in SES. */
  readonly configurationSet: string | undefined;
}

/**
 * Sends Cognito's mails by SES. Cognito itself then sends none.
 *
 * Cognito ignores the result; after an error, Lambda runs the function again. The log never has the code.
 *
 * Source: Cognito Developer Guide, "Custom email sender Lambda trigger".
 *
 * @returns the function's handler; it rejects if the code can't be decrypted or SES does not take the mail
 */
export const createEmailSender =
  (options: EmailSenderOptions) =>
  async (event: SenderEvent, { awsRequestId: correlationId }: Context): Promise<void> => {
    const { triggerSource } = event;
    const { email, sub } = event.request.userAttributes;
    const fields = { correlationId, sub, triggerSource };
    const message = email ? await senderMessage(event, options) : undefined;
    if (!email || !message) return log("error", "no mail for this event", fields);
    // The operation `SendEmail`.
    await options.mailService("/v2/email/outbound-emails", {
      FromEmailAddress: options.sender,
      Destination: { ToAddresses: [email] },
      ...(options.configurationSet && { ConfigurationSetName: options.configurationSet }),
      Content: {
        Simple: {
          Subject: { Data: message.subject },
          Body: { Html: { Data: message.html }, Text: { Data: message.text } },
        },
      },
    });
    log("info", "mail sent", fields);
  };
