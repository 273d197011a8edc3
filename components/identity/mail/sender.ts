import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { MailDomain } from "./domain.ts";

/** The sender of all mail. */
export interface Sender {
  readonly email: string;
  readonly identityArn: pulumi.Output<string>;
  /** What a function needs permission for to send a mail: the identity, and the configuration set of its mails. */
  readonly mailArns: pulumi.Output<string>[];
}

/**
 * @param args - the region in which the identity is verified, and the identity
 * @param mailDomain - the identity that the platform made itself @default the one in `args`
 */
export function senderOf(
  args: { region: string; senderIdentity?: string | undefined },
  email: string,
  opts: pulumi.InvokeOptions,
  mailDomain?: MailDomain,
): Sender {
  if (mailDomain) {
    const { identityArn, configurationSetArn } = mailDomain;
    return { email, identityArn, mailArns: [identityArn, configurationSetArn] };
  }
  const { accountId } = aws.getCallerIdentityOutput({}, opts);
  const identity = args.senderIdentity ?? email;
  const identityArn = pulumi.interpolate`arn:aws:ses:${args.region}:${accountId}:identity/${identity}`;
  return { email, identityArn, mailArns: [identityArn] };
}

/** Sends a pool's own mail from the address. */
export const emailConfiguration = (
  sender: Sender,
): aws.types.input.cognito.UserPoolEmailConfiguration => ({
  emailSendingAccount: "DEVELOPER",
  sourceArn: sender.identityArn,
  fromEmailAddress: sender.email,
});
