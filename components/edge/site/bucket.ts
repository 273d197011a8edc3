import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deletable, type SiteRelease } from "./release.ts";

/** A private bucket for a site's files, without any access yet. */
export function siteBucket(
  name: string,
  release: SiteRelease,
  production: boolean,
  opts: pulumi.CustomResourceOptions,
): aws.s3.Bucket {
  // Files of former releases stay in the bucket, so AWS could not delete it otherwise.
  const bucket = new aws.s3.Bucket(name, { forceDestroy: !production }, opts);
  new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  new aws.s3.BucketOwnershipControls(
    name,
    { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    opts,
  );
  new aws.s3.BucketLifecycleConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [
        {
          id: "incomplete-uploads",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
        ...deletable(release).map((path) => ({
          // At most 255 characters.
          id: path.slice(-255),
          status: "Enabled",
          filter: { prefix: path },
          expiration: { days: 1 },
        })),
      ],
    },
    opts,
  );
  return bucket;
}

/**
 * Lets the distribution read the bucket, and nobody without TLS. With the permission to list, S3 says that
 * a file is missing (404); it does not let clients list, because all paths of the site have a key.
 * Source: CloudFront Developer Guide, "Restrict access to an Amazon S3 origin".
 */
export function admitDistribution(
  name: string,
  bucket: aws.s3.Bucket,
  distributionArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  const fromDistribution = {
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Condition: { StringEquals: { "AWS:SourceArn": distributionArn } },
  };
  const files = pulumi.interpolate`${bucket.arn}/*`;
  new aws.s3.BucketPolicy(
    name,
    {
      bucket: bucket.id,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          { Sid: "ReadFiles", ...fromDistribution, Action: "s3:GetObject", Resource: files },
          { Sid: "FindFiles", ...fromDistribution, Action: "s3:ListBucket", Resource: bucket.arn },
          {
            Sid: "OnlyTls",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [bucket.arn, files],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    },
    opts,
  );
}
