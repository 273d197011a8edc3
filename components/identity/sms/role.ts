import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { fitting, maxRoleName, ownAccount } from "../../shared/iam.ts";
import { isProtected } from "../pool/protection.ts";
import type { SmsOptions } from "./options.ts";

interface SmsArgs extends SmsOptions {
  readonly region: string;
  readonly deletionProtection?: boolean;
}

/**
 * What lets a pool send text messages: a role that may publish to phone numbers, and to no topic. It is protected and
 * retained like the pool, which can't be changed anymore without it.
 *
 * Sources: Cognito Developer Guide, "SMS message settings for Amazon Cognito user pools"; API Reference,
 * "SmsConfigurationType".
 *
 * @returns the pool's configuration, known once the role has its permissions; `undefined` without `sms`
 */
export function createSms(
  name: string,
  args: SmsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.types.input.cognito.UserPoolSmsConfiguration | undefined {
  const { sms, region } = args;
  if (sms === undefined) return undefined;
  const externalId = sms.externalId ?? name;
  const kept = isProtected(args)
    ? pulumi.mergeOptions(opts, { protect: true, retainOnDelete: true })
    : opts;
  const role = new aws.iam.Role(
    fitting(`${name}-sms`, maxRoleName),
    { assumeRolePolicy: trust(region, externalId, opts) },
    kept,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-sms`,
    { role: role.id, policy: JSON.stringify(toPhonesOnly) },
    kept,
  );
  setPreferences(name, sms, opts);
  const snsCallerArn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
  return { snsCallerArn, externalId, snsRegion: region };
}

/** The pool's id is not known yet, as the pool names the role. */
function trust(region: string, externalId: string, opts: pulumi.CustomResourceOptions) {
  const accountId = ownAccount(opts);
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cognito-idp.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": externalId, "aws:SourceAccount": accountId },
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:aws:cognito-idp:${region}:${accountId}:userpool/*`,
          },
        },
      },
    ],
  });
}

/** Phone numbers have no ARN, topics and endpoints of apps do. */
const toPhonesOnly = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "sns:Publish", Resource: "*" },
    { Effect: "Deny", Action: "sns:Publish", Resource: "arn:aws:sns:*:*:*" },
  ],
};

/** Settings of the account in this region, so they stay when the stack goes. Codes come before offers. */
function setPreferences(
  name: string,
  { senderId, monthlySpendUsd }: NonNullable<SmsOptions["sms"]>,
  opts: pulumi.CustomResourceOptions,
): void {
  if (senderId === undefined && monthlySpendUsd === undefined) return;
  new aws.sns.SmsPreferences(
    `${name}-sms`,
    {
      defaultSmsType: "Transactional",
      ...(senderId !== undefined && { defaultSenderId: senderId }),
      ...(monthlySpendUsd !== undefined && { monthlySpendLimit: monthlySpendUsd }),
    },
    pulumi.mergeOptions(opts, { retainOnDelete: true }),
  );
}
