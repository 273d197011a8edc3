import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { administeredByTheAccount, ownAccount } from "../../shared/iam.ts";

/**
 * A key for the log groups of one account and region. If it is deleted, the logs are lost: KMS waits for 30 days. Costs
 * 1 USD a month.
 */
export class LogKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  /** @param region - of the log groups */
  constructor(name: string, { region }: { region: string }, opts: pulumi.ComponentResourceOptions) {
    super("palisade:observability:LogKey", name, {}, opts);
    const child = { parent: this };
    this.arn = new aws.kms.Key(
      name,
      {
        region,
        description: `Encrypts logs: ${name}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: keyPolicy(region, child),
      },
      child,
    ).arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * Lets CloudWatch Logs encrypt log groups of this account and region, and nothing else.
 *
 * Source: CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service".
 */
const keyPolicy = (region: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> =>
  ownAccount(opts).apply((account) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        administeredByTheAccount(account),
        {
          Sid: "EncryptsLogs",
          Effect: "Allow",
          Principal: { Service: `logs.${region}.amazonaws.com` },
          Action: [
            ...["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"],
            "kms:ReEncrypt*",
          ],
          Resource: "*",
          Condition: {
            ArnLike: {
              "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*`,
            },
          },
        },
      ],
    }),
  );
