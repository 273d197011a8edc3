import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { administeredByTheAccount, ownAccount } from "../../shared/iam.ts";

/** The longest time, in days, in which a deletion of the key can be cancelled. */
const deletionWindowInDays = 30;

/** What decides about the keys of a replicated pool. */
interface KeyArgs {
  /** The pool's home region. */
  readonly region: string;
  /** Whether the pool exports logs, which Cognito then encrypts with the key on their way. */
  readonly logs: boolean;
}

/**
 * The key that encrypts a replicated pool, in both regions: Cognito replicates only pools with a
 * multi-Region key of the customer's. Without the key the users are lost, so it is protected like them.
 */
export function createKey(
  name: string,
  args: KeyArgs,
  protect: boolean,
  opts: pulumi.CustomResourceOptions,
): aws.kms.Key {
  return new aws.kms.Key(
    `${name}-key`,
    {
      description: "Encrypts the users of a replicated user pool",
      multiRegion: true,
      enableKeyRotation: true,
      deletionWindowInDays,
      policy: keyPolicy(args, args.region, opts),
    },
    protect ? pulumi.mergeOptions(opts, { protect, retainOnDelete: true }) : opts,
  );
}

/** The key in the replica's region. It can be made again from the primary key at any time. */
export const createReplicaKey = (
  name: string,
  args: KeyArgs,
  replicaRegion: string,
  primary: aws.kms.Key,
  opts: pulumi.CustomResourceOptions,
): aws.kms.ReplicaKey =>
  new aws.kms.ReplicaKey(
    `${name}-key-${replicaRegion}`,
    {
      region: replicaRegion,
      description: "Encrypts the replica of a user pool",
      primaryKeyArn: primary.arn,
      deletionWindowInDays,
      policy: keyPolicy(args, replicaRegion, opts),
    },
    opts,
  );

/**
 * Lets Cognito use the key for this account's pools of the home region, and their replicas. The pool's
 * id is not known before its key exists, but begins with the home region, also in a replica. Which
 * region the conditions see for a replica is not documented, so any matches.
 * Source: Cognito Developer Guide, "Data protection in Amazon Cognito".
 *
 * @param ownRegion - the key's region
 */
function keyPolicy(
  { region, logs }: KeyArgs,
  ownRegion: string,
  opts: Pick<pulumi.CustomResourceOptions, "parent">,
): pulumi.Output<string> {
  return ownAccount(opts).apply((account) => {
    const pools = `arn:aws:cognito-idp:*:${account}:userpool/${region}_*`;
    const Principal = { Service: ["cognito-idp.amazonaws.com", "identitystore.amazonaws.com"] };
    return JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        administeredByTheAccount(account),
        {
          Sid: "UsedByCognito",
          Effect: "Allow",
          Principal,
          Action: [
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:GenerateDataKeyWithoutPlainText",
          ],
          Resource: "*",
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": pools },
            StringLike: { "kms:EncryptionContext:aws:cognito-idp:userpool-arn": pools },
          },
        },
        {
          Sid: "DescribedByCognito",
          Effect: "Allow",
          Principal,
          Action: "kms:DescribeKey",
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
        ...(logs ? logStatements(ownRegion, account) : []),
      ],
    });
  });
}

/** For logs on their way to log groups: Cognito encrypts, and their delivery decrypts. Same source. */
const logStatements = (region: string, account: string) =>
  (
    [
      ["LogsEncryptedByCognito", "cognito-idp", "kms:Encrypt"],
      ["LogsDelivered", "delivery.logs", "kms:Decrypt"],
    ] as const
  ).map(([Sid, service, action]) => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: ["kms:GenerateDataKey", action],
    Resource: "*",
    Condition: {
      StringLike: { "kms:EncryptionContext:SourceArn": `arn:aws:logs:${region}:${account}:*` },
    },
  }));
