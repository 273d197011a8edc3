import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { administeredByTheAccount, ownAccount } from "../../shared/iam.ts";
import type { TriggerOptions } from "./options.ts";
import type { TriggerSpec } from "./spec.ts";

interface SenderArgs {
  /** Region of the pools that it is for; `*` is any. */
  readonly region: string;
  readonly triggers?: TriggerOptions | undefined;
}

/** The longest time, in days, in which a deletion of the key can be cancelled. Until then it costs nothing. */
const deletionWindowInDays = 30;

/** Nobody waits for a custom sender, so it may wait for a slow provider. */
const timeoutSeconds = 30;

/**
 * The key that encrypts codes on their way to custom senders; `undefined` without one. It decrypts nothing that is
 * kept, so a new one could take its place at any time.
 *
 * Its ids begin with `mrk-`, as those of a replicated pool's key, so that the role of a deployment can be limited to
 * such keys. AWS services treat a multi-Region key as any other (KMS Developer Guide, "Multi-Region keys in AWS KMS").
 *
 * @returns its ARN
 */
export function createSenderKey(
  name: string,
  { region, triggers = {} }: SenderArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> | undefined {
  if (!triggers.customEmailSender && !triggers.customSmsSender) return undefined;
  const key = new aws.kms.Key(
    `${name}-senders`,
    {
      description: "Encrypts codes on their way from Cognito to custom senders",
      multiRegion: true,
      enableKeyRotation: true,
      deletionWindowInDays,
      policy: keyPolicy(region, opts),
    },
    opts,
  );
  new aws.kms.Alias(
    `${name}-senders`,
    { name: `alias/${name}-senders`, targetKeyId: key.keyId },
    opts,
  );
  return key.arn;
}

/**
 * Lets Cognito encrypt for this account's pools of the region, and for nothing else. Whoever sets the trigger makes a
 * grant for Cognito: the account's own policies decide who may. The pool's id is not known before its key exists.
 *
 * Source: Cognito Developer Guide, "Custom sender Lambda triggers" (kms:CreateGrant, and the function's kms:Decrypt).
 */
const keyPolicy = (region: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> =>
  ownAccount(opts).apply((account) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        administeredByTheAccount(account),
        {
          Sid: "EncryptsForCognito",
          Effect: "Allow",
          Principal: { Service: "cognito-idp.amazonaws.com" },
          Action: ["kms:CreateGrant", "kms:Encrypt", "kms:GenerateDataKey"],
          Resource: "*",
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": `arn:aws:cognito-idp:${region}:${account}:userpool/*` },
          },
        },
      ],
    }),
  );

/** Variables and permissions of a custom sender. */
export const senderSpec = ({
  platformName,
  senderKeyArn,
}: {
  readonly platformName: string;
  readonly senderKeyArn: pulumi.Output<string> | undefined;
}): TriggerSpec => ({
  environment: { PLATFORM_NAME: platformName, SENDER_KEY_ARN: senderKeyArn! },
  statements: [{ actions: ["kms:Decrypt"], resources: [senderKeyArn!] }],
  timeoutSeconds,
});
