import { type Mappings, resourcePolicy } from "../mapping.ts";

const bucket = { bucket: "AWS::S3::Bucket.Name" };

export const bucketMappings: Mappings = {
  "aws:s3/bucket:Bucket": {
    schema: "AWS::S3::Bucket",
    names: { bucket: "BucketName" },
    unchecked: ["replicationConfiguration"],
    parts: { policy: resourcePolicy },
    replaces: ["bucketPrefix", "objectLockEnabled"],
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    schema: "AWS::S3::Bucket#/definitions/PublicAccessBlockConfiguration",
    formats: bucket,
    replaces: ["bucket"],
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    schema: "AWS::S3::Bucket#/definitions/BucketEncryption",
    names: {
      rules: "ServerSideEncryptionConfiguration",
      "rules.applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
    },
    formats: bucket,
    replaces: ["bucket", "expectedBucketOwner"],
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    schema: "AWS::S3::Bucket#/definitions/VersioningConfiguration",
    names: {
      versioningConfiguration: ".",
      // A bucket that never had versions.
      "versioningConfiguration.status": { to: "Status", values: { Disabled: undefined } },
    },
    optional: ["Status"],
    formats: bucket,
    replaces: ["bucket", "expectedBucketOwner"],
  },
};
