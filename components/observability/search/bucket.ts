import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface ArchiveArgs {
  /** Days that objects are kept. */
  readonly days: number;
  /** Whether the bucket stays if its stack is destroyed. */
  readonly production: boolean;
}

/** A private bucket for logs, which nobody reaches without TLS. Objects move to a cheaper class after 30 days. */
export function archiveBucket(
  name: string,
  { days, production }: ArchiveArgs,
  given: pulumi.CustomResourceOptions,
): aws.s3.Bucket {
  // A bucket that stays keeps its settings.
  const opts = pulumi.mergeOptions(given, { retainOnDelete: production });
  const bucket = new aws.s3.Bucket(name, { forceDestroy: !production }, opts);
  const { id } = bucket;
  new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  new aws.s3.BucketOwnershipControls(
    name,
    { bucket: id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket: id,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    opts,
  );
  new aws.s3.BucketLifecycleConfiguration(name, { bucket: id, rules: [lifecycleRule(days)] }, opts);
  new aws.s3.BucketPolicy(name, { bucket: id, policy: onlyTls(bucket) }, opts);
  return bucket;
}

/** Days after which objects are in a class for rare reading. S3 takes no fewer. */
const rareAfterDays = 30;

const lifecycleRule = (days: number) => ({
  id: "archive",
  status: "Enabled",
  filter: { prefix: "" },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
  ...(days > rareAfterDays && {
    transitions: [{ days: rareAfterDays, storageClass: "STANDARD_IA" }],
  }),
  expiration: { days },
});

const onlyTls = ({ arn }: aws.s3.Bucket) =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, pulumi.interpolate`${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
