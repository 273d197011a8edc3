import { SendEmailCommand, type SESv2Client } from "@aws-sdk/client-sesv2";

/** Mails a sign-in code to an address. */
export type MailCode = (address: string, digits: string) => Promise<void>;

interface CodeMailOptions {
  /** The platform's name for users. */
  readonly platform: string;
  /** Sender address; its identity must be verified in SES. */
  readonly sender: string;
}

export function createCodeMailer(
  ses: SESv2Client,
  { platform, sender }: CodeMailOptions,
): MailCode {
  return async (address, digits) => {
    const subject = `Your sign-in code for ${platform}`;
    const text = `Your sign-in code for ${platform} is ${digits}. It counts for five minutes. Never tell it to anybody.`;
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [address] },
        Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
      }),
    );
  };
}
