import type {
  BucketLocationConstraint,
  BucketVersioningStatus,
  ObjectIdentifier,
  S3,
} from "@aws-sdk/client-s3";
import {
  type CreateRequest,
  type DeleteRequest,
  physicalName,
  required,
  type ResourceKind,
  type ResourceKinds,
} from "../kind.ts";
import { putSettings } from "./bucketSettings.ts";
import { missingBuckets } from "./missing.ts";
import { policyText } from "./policyDocuments.ts";

/** Settings of a bucket that have no effect on one machine. */
const bucketSetting: ResourceKind = {
  create: (request) => ({ id: required(request, "bucket"), outputs: {} }),
};

export const storageKinds: ResourceKinds = {
  // Buckets exist at the AWS endpoint, with their objects and versions.
  "aws:s3/bucket:Bucket": {
    autoname: "bucket",
    create: async (request) => {
      const { region, aws } = request.context;
      const bucket = physicalName(request, "bucket");
      const s3 = await aws.s3();
      await s3.createBucket({ Bucket: bucket, ...location(region) });
      await putSettings(s3, bucket, {}, request.inputs);
      return {
        id: bucket,
        outputs: {
          arn: `arn:aws:s3:::${bucket}`,
          bucket,
          bucketRegion: region,
          bucketDomainName: `${bucket}.s3.amazonaws.com`,
          bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
        },
      };
    },
    update: async ({ id, inputs, outputs, context }) =>
      putSettings(await context.aws.s3(), id, outputs, inputs),
    delete: async ({ id, outputs, context }: DeleteRequest) => {
      const s3 = await context.aws.s3();
      if (outputs["forceDestroy"] === true) await empty(s3, id);
      await s3.deleteBucket({ Bucket: id });
    },
    missing: missingBuckets,
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketSetting,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketSetting,
  "aws:s3/bucketPolicy:BucketPolicy": {
    create: async (request) => {
      await putPolicy(request);
      return { id: required(request, "bucket"), outputs: {} };
    },
    update: putPolicy,
    delete: async ({ id, context }) => (await context.aws.s3()).deleteBucketPolicy({ Bucket: id }),
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketSetting,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    bucketSetting,
  "aws:s3/bucketVersioning:BucketVersioning": {
    create: async (request) => {
      await putVersioning(request);
      return { id: required(request, "bucket"), outputs: {} };
    },
    update: putVersioning,
    delete: async ({ id, context }) =>
      (await context.aws.s3()).putBucketVersioning({
        Bucket: id,
        VersioningConfiguration: { Status: "Suspended" },
      }),
  },
};

/** `us-east-1` is the default region of buckets, and S3 refuses it as a location constraint. */
const location = (region: string) =>
  region === "us-east-1"
    ? {}
    : {
        CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
      };

async function putVersioning(request: CreateRequest): Promise<void> {
  const { status } = request.inputs["versioningConfiguration"] as { status: string };
  // S3 does not accept the status Disabled, which every new bucket has.
  if (status === "Disabled") return;
  const s3 = await request.context.aws.s3();
  await s3.putBucketVersioning({
    Bucket: required(request, "bucket"),
    VersioningConfiguration: { Status: status as BucketVersioningStatus },
  });
}

async function putPolicy(request: CreateRequest): Promise<void> {
  const s3 = await request.context.aws.s3();
  await s3.putBucketPolicy({
    Bucket: required(request, "bucket"),
    Policy: policyText(request.inputs["policy"]),
  });
}

/** Deletes all objects in all versions. */
async function empty(s3: S3, bucket: string): Promise<void> {
  for (;;) {
    const page = await s3.listObjectVersions({ Bucket: bucket });
    const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (versions.length === 0) return;
    const Objects = versions.map(({ Key, VersionId }): ObjectIdentifier => ({ Key, VersionId }));
    await s3.deleteObjects({ Bucket: bucket, Delete: { Objects, Quiet: true } });
  }
}
