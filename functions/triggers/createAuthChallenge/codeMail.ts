import type { AwsClient } from "../../shared/awsClient.ts";

/** Mails a sign-in code to an address. */
export type MailCode = (address: string, digits: string) => Promise<void>;

interface CodeMailOptions {
  /** The platform's name for users. */
  readonly platform: string;
  /** Sender address; its identity must be verified in SES. */
  readonly sender: string;
}

/** @param mailService - SES v2 */
export function createCodeMailer(
  mailService: AwsClient,
  { platform, sender }: CodeMailOptions,
): MailCode {
  return async (address, digits) => {
    const subject = `Your sign-in code for ${platform}`;
    const text = `Your sign-in code for ${platform} is ${digits}. It counts for five minutes. Never tell it to anybody.`;
    // The operation `SendEmail`.
    await mailService("/v2/email/outbound-emails", {
      FromEmailAddress: sender,
      Destination: { ToAddresses: [address] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
    });
  };
}
