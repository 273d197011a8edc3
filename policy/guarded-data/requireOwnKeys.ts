import type { Finding, ResourceRule } from "../rule.ts";

/** The property of the encryption key, by type. */
const keyPaths: Readonly<Record<string, string>> = {
  "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
  "aws:sns/topic:Topic": "kmsMasterKeyId",
  "aws:sqs/queue:Queue": "kmsMasterKeyId",
  "aws:dynamodb/table:Table": "serverSideEncryption.kmsKeyArn",
  "aws:secretsmanager/secret:Secret": "kmsKeyId",
  "aws:ecr/repository:Repository": "encryptionConfigurations.kmsKey",
  "aws:lambda/function:Function": "kmsKeyArn",
  "aws:kinesis/stream:Stream": "kmsKeyId",
  "aws:rds/instance:Instance": "kmsKeyId",
  "aws:rds/cluster:Cluster": "kmsKeyId",
  "aws:efs/fileSystem:FileSystem": "kmsKeyId",
  "aws:ebs/volume:Volume": "kmsKeyId",
  "aws:backup/vault:Vault": "kmsKeyArn",
  "aws:cloudtrail/trail:Trail": "kmsKeyId",
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
  types: Object.keys(keyPaths),
  settings: {
    types: {
      description: "Resource types that need a customer managed key.",
      schema: { type: "array", items: { enum: Object.keys(keyPaths) } },
      default: Object.keys(keyPaths),
    },
  },

  *check(resource, { types }): Iterable<Finding> {
    if (!types.includes(resource.type)) return;
    const property = keyPaths[resource.type]!;
    const key = resource.valueAt(property, "alias/aws/");
    if (key === undefined || !/(^|:)alias\/aws\//.test(String(key))) return;
    const exposed = "The key is not customer managed";
    yield { exposed, property, value: resource.valueAt(property) };
  },
};
