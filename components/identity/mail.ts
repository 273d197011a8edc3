import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createCodeBudgets } from "./tables.ts";
import { merged, type TriggerName, type TriggerSpec } from "./triggers.ts";

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

/**
 * Triggers for custom texts, which Cognito allows only with a custom sender (Cognito Developer Guide,
 * "Custom message Lambda trigger"), and for sign-in with a mailed code.
 */
export function mailTriggers(
  name: string,
  platformName: string,
  sender: Sender,
  opts: pulumi.CustomResourceOptions,
): Partial<Record<TriggerName, TriggerSpec>> {
  const budgets = createCodeBudgets(name, opts);
  const mailing = {
    environment: { PLATFORM_NAME: platformName, SENDER_EMAIL: sender.email },
    statements: [{ actions: ["ses:SendEmail"], resources: [sender.identityArn] }],
  };
  return {
    customMessage: { environment: { PLATFORM_NAME: platformName } },
    defineAuthChallenge: {},
    createAuthChallenge: merged(mailing, budgets),
    verifyAuthChallenge: budgets,
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
