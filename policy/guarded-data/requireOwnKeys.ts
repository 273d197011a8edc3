import type { Finding, ResourceRule } from "../rule.ts";
import { checkPlaces, type Place } from "./support/places.ts";

const key = (path: string, blocks?: string): Place => ({
  path,
  ...(blocks === undefined ? {} : { blocks }),
  exposed: "The key is not customer managed",
  isSafe: (value) => !/(^|:)alias\/aws\//.test(String(value)),
});

/**
 * Properties of encryption keys, by type. Copies in other regions have keys of their own.
 *
 * Source: the properties' documentation in @pulumi/aws 7.48.
 */
const keys: Readonly<Record<string, readonly Place[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": [key("kmsKeyId")],
  "aws:sns/topic:Topic": [key("kmsMasterKeyId")],
  "aws:sqs/queue:Queue": [key("kmsMasterKeyId")],
  "aws:dynamodb/table:Table": [key("serverSideEncryption.kmsKeyArn"), key("kmsKeyArn", "replicas")],
  "aws:dynamodb/tableReplica:TableReplica": [key("kmsKeyArn")],
  "aws:secretsmanager/secret:Secret": [key("kmsKeyId"), key("kmsKeyId", "replicas")],
  "aws:ecr/repository:Repository": [key("encryptionConfigurations.kmsKey")],
  "aws:lambda/function:Function": [key("kmsKeyArn")],
  "aws:kinesis/stream:Stream": [key("kmsKeyId")],
  "aws:rds/instance:Instance": [key("kmsKeyId")],
  "aws:rds/cluster:Cluster": [key("kmsKeyId")],
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": [
    key("kmsKeyId"),
  ],
  "aws:efs/fileSystem:FileSystem": [key("kmsKeyId")],
  "aws:efs/replicationConfiguration:ReplicationConfiguration": [key("kmsKeyId", "destination")],
  "aws:ebs/volume:Volume": [key("kmsKeyId")],
  "aws:backup/vault:Vault": [key("kmsKeyArn")],
  "aws:cloudtrail/trail:Trail": [key("kmsKeyId")],
};

/**
 * Data is encrypted with customer managed keys, whose use is limited and logged. Off by default:
 * AWS managed keys encrypt too, and each key costs money.
 */
export const requireOwnKeys: ResourceRule<{ readonly types: readonly string[] }> = {
  name: "require-own-keys",
  description: "Logs, topics, tables and other data are encrypted with a customer managed KMS key.",
  why: "Only with a customer managed key can you deny decryption in the key policy and see each use of the key.",
  fix: "Set the property to the ARN of a KMS key whose policy allows the service.",
  equivalents: [
    "CKV_AWS_26",
    "CKV_AWS_35",
    "CKV_AWS_119",
    "CKV_AWS_136",
    "CKV_AWS_149",
    "CKV_AWS_158",
    "CKV_AWS_166",
    "CKV_AWS_173",
    "CKV_AWS_184",
    "CKV_AWS_185",
    "CKV_AWS_189",
    "CKV_AWS_327",
    "CKV2_AWS_73",
    "cloudwatch-log-group-encrypted",
    "sns-encrypted-kms",
    "cloud-trail-encryption-enabled",
    "dynamodb-table-encrypted-kms",
    "secretsmanager-using-cmk",
    "ecr-repository-cmk-encryption-enabled",
    "CIS AWS Foundations v5.0.0/3.5",
  ],
  level: "disabled",
  types: Object.keys(keys),
  settings: {
    types: {
      description: "Resource types that need a customer managed key.",
      schema: { type: "array", items: { enum: Object.keys(keys) } },
      default: Object.keys(keys),
    },
  },

  *check(resource, { types }): Iterable<Finding> {
    if (types.includes(resource.type)) yield* checkPlaces(resource, keys[resource.type]!);
  },
};
