import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { MailDomain } from "./domain.ts";
import { verifiedArn } from "./verification.ts";
import { ownAccount } from "../../shared/iam.ts";

/** The sender of all mail. */
export interface Sender {
  readonly email: string;
  /** Known when SES has verified the identity. */
  readonly verifiedArn: pulumi.Output<string>;
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
    const { identity, keys, configurationSetArn } = mailDomain;
    const mailArns = [identity.arn, configurationSetArn];
    return { email, verifiedArn: verifiedArn(identity, keys, opts), mailArns };
  }
  const accountId = ownAccount(opts);
  const identity = args.senderIdentity ?? email;
  const identityArn = pulumi.interpolate`arn:aws:ses:${args.region}:${accountId}:identity/${identity}`;
  return { email, verifiedArn: identityArn, mailArns: [identityArn] };
}

/** Sends a pool's own mail from the address. */
export const emailConfiguration = (
  sender: Sender,
): aws.types.input.cognito.UserPoolEmailConfiguration => ({
  emailSendingAccount: "DEVELOPER",
  sourceArn: sender.verifiedArn,
  fromEmailAddress: sender.email,
});
