import type { UserPoolType } from "@aws-sdk/client-cognito-identity-provider";
import { type AwsEndpoint, ownAuthorization } from "../endpoint.ts";
import {
  customise,
  type CustomMessage,
  type Mailbox,
  type MailList,
  mailListPath,
} from "./mailbox.ts";
import { runTrigger, triggerOf, type TriggerSource } from "./triggers.ts";
import type { OperationInput, User, UserPools } from "./userPools.ts";

/** An operation that MiniStack has carried out. */
interface Operation {
  readonly aws: AwsEndpoint;
  readonly pools: UserPools;
  readonly mailbox: Mailbox;
  readonly pool: UserPoolType;
  readonly input: OperationInput;
  /** MiniStack's output. */
  readonly output: { readonly UserConfirmed?: boolean };
}

/** Performs the missing steps. Rejects with a CognitoError, which becomes the operation's result. */
type Completion = (operation: Operation) => Promise<void>;

/** The steps that MiniStack omits, by operation. */
export const completions: Record<string, Completion> = {
  SignUp: (operation) =>
    // A PreSignUp trigger may confirm a user without a code.
    operation.output.UserConfirmed
      ? runPostConfirmation(operation, "PostConfirmation_ConfirmSignUp")
      : rewriteMail(operation, "CustomMessage_SignUp"),
  ResendConfirmationCode: (operation) => rewriteMail(operation, "CustomMessage_ResendCode"),
  ForgotPassword: (operation) => rewriteMail(operation, "CustomMessage_ForgotPassword"),
  AdminCreateUser: admit,
  AdminResetUserPassword: (operation) => rewriteMail(operation, "CustomMessage_ForgotPassword"),
  ConfirmSignUp: async (operation) => {
    await verifyEmail(operation);
    await runPostConfirmation(operation, "PostConfirmation_ConfirmSignUp");
  },
  AdminConfirmSignUp: (operation) =>
    runPostConfirmation(operation, "PostConfirmation_ConfirmSignUp"),
  ConfirmForgotPassword: (operation) =>
    runPostConfirmation(operation, "PostConfirmation_ConfirmForgotPassword"),
};

/** MiniStack has checked the administrator's permission; the trigger may still refuse the user. */
async function admit(operation: Operation): Promise<void> {
  const { pools, pool, input } = operation;
  // Sending an invitation again creates no user.
  if (input.MessageAction === "RESEND") return;
  const trigger = await triggerFor(operation, "PreSignUp_AdminCreateUser");
  try {
    await trigger?.run();
  } catch (error) {
    await pools.deleteUser(pool.Id!, input.Username!);
    throw error;
  }
}

/** A user with the mailed code owns the address. */
async function verifyEmail({ pools, pool, input }: Operation): Promise<void> {
  if (pool.AutoVerifiedAttributes?.includes("email")) {
    await pools.verifyEmail(pool.Id!, input.Username!);
  }
}

async function runPostConfirmation(operation: Operation, source: TriggerSource): Promise<void> {
  const trigger = await triggerFor(operation, source);
  await trigger?.run();
}

async function rewriteMail(operation: Operation, source: TriggerSource): Promise<void> {
  const trigger = await triggerFor(operation, source);
  const address = trigger?.user.attributes["email"];
  if (!address) return;
  const { aws, mailbox } = operation;
  const mail = mailbox.claim(await readMails(aws), address);
  if (mail) mailbox.rewrite(customise(mail, await trigger.run()));
}

interface ReadyTrigger {
  readonly user: User;
  run(): Promise<CustomMessage>;
}

/** The pool's trigger, if it has one and the user exists; MiniStack hides that a user does not exist. */
async function triggerFor(
  { aws, pools, pool, input }: Operation,
  source: TriggerSource,
): Promise<ReadyTrigger | undefined> {
  const userPoolId = pool.Id!;
  const functionArn = pool.LambdaConfig?.[triggerOf(source)];
  const user = functionArn && (await pools.findUser(userPoolId, input.Username!));
  if (!user) return undefined;
  const event = { source, region: aws.region, userPoolId, user, input };
  return { user, run: () => runTrigger(aws.lambda, functionArn, event) };
}

async function readMails(aws: AwsEndpoint): Promise<MailList> {
  const response = await fetch(`${aws.url}${mailListPath}`, { headers: ownAuthorization(aws) });
  return (await response.json()) as MailList;
}
