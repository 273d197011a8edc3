import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The sender of all mail. */
export interface Sender {
  readonly email: string;
  readonly identityArn: pulumi.Output<string>;
}

/** @param args - the region in which the identity is verified, and the identity */
export function senderOf(
  args: { region: string; senderIdentity?: string | undefined },
  email: string,
  opts: pulumi.InvokeOptions,
): Sender {
  const { accountId } = aws.getCallerIdentityOutput({}, opts);
  const identity = args.senderIdentity ?? email;
  return {
    email,
    identityArn: pulumi.interpolate`arn:aws:ses:${args.region}:${accountId}:identity/${identity}`,
  };
}

/** Sends a pool's own mail from the address. */
export const emailConfiguration = (
  sender: Sender,
): aws.types.input.cognito.UserPoolEmailConfiguration => ({
  emailSendingAccount: "DEVELOPER",
  sourceArn: sender.identityArn,
  fromEmailAddress: sender.email,
});
