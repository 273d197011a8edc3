import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Sender } from "../mail/sender.ts";
import { messagesCode } from "../messages/code.ts";
import type { DirectoryOptions } from "../options.ts";
import { linking, providerAttributes, verifying } from "../providers/index.ts";
import type { Invitations } from "./invitations.ts";
import { scopesByGroup } from "../pool/groups.ts";
import { groupScopeSpec } from "../tokens/groupScopes.ts";
import { migration } from "./migration.ts";
import type { TriggerTables } from "./ownCode.ts";
import { senderSpec } from "./senderKey.ts";
import { merged, type TriggerSpec } from "./spec.ts";
import { audit, disposableAddresses, groupsByDomain, tokenClaims } from "./specs.ts";

/** What decides about a pool's triggers, at home and in its replica. */
export interface TriggerContext {
  readonly platformName: string;
  /** The options of `identity`. */
  readonly options: DirectoryOptions;
  readonly allowedEmailDomains: readonly string[];
  /** The sender of all mail. */
  readonly sender: Sender | undefined;
  /** The sender of sign-in codes. `undefined`: users can't sign in by a code that a trigger mails. */
  readonly codeSender: Sender | undefined;
  /** The table that counts guesses and mails of sign-in codes; with `codeSender`. */
  readonly codeBudgets: TriggerSpec | undefined;
  readonly invitations: Omit<Invitations, "tableName"> | undefined;
  /** The environment's name, for names of secrets. */
  readonly environment: string;
  readonly region: string;
  /** ARN of the key that encrypts codes for custom senders; with either of them. */
  readonly senderKeyArn: pulumi.Output<string> | undefined;
  /** Tables that triggers may be granted. */
  readonly tables: TriggerTables;
}

/** A trigger; its function is in the folder of its name under `functions/triggers/`. */
interface Trigger {
  /** How the pool names the function. */
  readonly pool: (
    lambdaArn: pulumi.Output<string>,
    context: TriggerContext,
  ) => aws.types.input.cognito.UserPoolLambdaConfig;
  /** Variables and permissions; `undefined` if the pool does not need it. */
  readonly spec: (
    context: TriggerContext,
    opts: pulumi.ComponentResourceOptions,
  ) => TriggerSpec | undefined;
  /** Whether a replica calls it: sign-up and recovery exist only at home. */
  readonly inReplica: boolean;
}

/** All triggers, in the order in which the pool names them. To add one, add a row. */
const registry = {
  preSignUp: {
    pool: (preSignUp) => ({ preSignUp }),
    spec: (context) =>
      merged(
        admission(context),
        context.invitations?.preSignUp,
        disposableAddresses(context),
        context.allowedEmailDomains.length > 0 ? verifying(context.options) : undefined,
        providerAttributes(context.options),
        linking(context.options),
      ),
    inReplica: false,
  },
  /** Cognito allows custom texts only with a custom sender. Source: Cognito Developer Guide, "Custom message Lambda trigger". */
  customMessage: {
    pool: (customMessage) => ({ customMessage }),
    spec: ({ sender, platformName, options }) =>
      sender && {
        environment: { PLATFORM_NAME: platformName },
        code: messagesCode("triggers/customMessage/templates", options),
      },
    inReplica: true,
  },
  postConfirmation: {
    pool: (postConfirmation) => ({ postConfirmation }),
    spec: (context, opts) => merged({}, audit(context, opts), groupsByDomain(context)),
    inReplica: false,
  },
  preAuthentication: {
    pool: (preAuthentication) => ({ preAuthentication }),
    spec: (context, opts) =>
      context.options.audit?.attempts
        ? audit(context, opts)
        : ifAsked(context, "preAuthentication"),
    inReplica: true,
  },
  postAuthentication: {
    pool: (postAuthentication) => ({ postAuthentication }),
    spec: (context, opts) => audit(context, opts) ?? ifAsked(context, "postAuthentication"),
    inReplica: true,
  },
  userMigration: {
    pool: (userMigration) => ({ userMigration }),
    spec: migration,
    inReplica: false,
  },
  defineAuthChallenge: {
    pool: (defineAuthChallenge) => ({ defineAuthChallenge }),
    spec: ({ codeSender }) => codeSender && {},
    inReplica: true,
  },
  createAuthChallenge: {
    pool: (createAuthChallenge) => ({ createAuthChallenge }),
    spec: ({ codeSender, platformName, codeBudgets }) =>
      codeSender && merged(mailing(platformName, codeSender), codeBudgets),
    inReplica: true,
  },
  verifyAuthChallenge: {
    pool: (verifyAuthChallengeResponse) => ({ verifyAuthChallengeResponse }),
    spec: ({ codeBudgets }) => codeBudgets,
    inReplica: true,
  },
  preTokenGeneration: {
    // V2 can change the access token as well; it needs the Essentials plan. V3 is called for machines, too.
    pool: (lambdaArn, { options }) => ({
      preTokenGenerationConfig: {
        lambdaArn,
        lambdaVersion: options.triggers?.preTokenGeneration?.machines ? "V3_0" : "V2_0",
      },
    }),
    spec: (context) =>
      merged(
        groupScopeSpec(scopesByGroup(context.options)),
        context.invitations && merged(admission(context), context.invitations.preTokenGeneration),
        tokenClaims(context),
      ),
    inReplica: true,
  },
  customEmailSender: {
    pool: (lambdaArn, { senderKeyArn }) => ({
      customEmailSender: { lambdaArn, lambdaVersion: "V1_0" },
      kmsKeyId: senderKeyArn!,
    }),
    spec: (context) => context.options.triggers?.customEmailSender && senderSpec(context),
    inReplica: true,
  },
  customSmsSender: {
    pool: (lambdaArn, { senderKeyArn }) => ({
      customSmsSender: { lambdaArn, lambdaVersion: "V1_0" },
      kmsKeyId: senderKeyArn!,
    }),
    spec: (context) => context.options.triggers?.customSmsSender && senderSpec(context),
    inReplica: true,
  },
} satisfies Record<string, Trigger>;

export type TriggerName = keyof typeof registry;

/** All rows, as one type. */
export const triggerRows = Object.entries(registry) as [TriggerName, Trigger][];

const admission = ({ allowedEmailDomains }: TriggerContext): TriggerSpec => ({
  environment: { ALLOWED_EMAIL_DOMAINS: allowedEmailDomains.join(",") },
});

/** A trigger that is only for a team's own code. */
const ifAsked = (
  { options }: TriggerContext,
  name: "preAuthentication" | "postAuthentication",
): TriggerSpec | undefined => options.triggers?.[name] && {};

const mailing = (platformName: string, sender: Sender): TriggerSpec => ({
  environment: { PLATFORM_NAME: platformName, SENDER_EMAIL: sender.email },
  statements: [{ actions: ["ses:SendEmail"], resources: sender.mailArns }],
});
