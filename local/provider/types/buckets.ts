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

/** Settings of a bucket that nothing here depends on. */
const bucketSetting: ResourceKind = {
  create: (request) => ({ id: required(request, "bucket"), outputs: {} }),
};

/** Buckets exist for real, with their objects and versions. */
export const bucketKinds: ResourceKinds = {
  "aws:s3/bucket:Bucket": {
    autoname: "bucket",
    create: async (request) => {
      const { region, aws } = request.context;
      const bucket = physicalName(request, "bucket");
      const s3 = await aws.s3();
      await s3.createBucket({ Bucket: bucket, ...location(region) });
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
    delete: async ({ id, outputs, context }: DeleteRequest) => {
      const s3 = await context.aws.s3();
      if (outputs["forceDestroy"] === true) await empty(s3, id);
      await s3.deleteBucket({ Bucket: id });
    },
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

/** The oldest region is the one that a bucket is in when it names none, and is not to be named. */
const location = (region: string) =>
  region === "us-east-1"
    ? {}
    : {
        CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
      };

async function putVersioning(request: CreateRequest): Promise<void> {
  const { status } = request.inputs["versioningConfiguration"] as { status: string };
  // A bucket that never had versions is not told so.
  if (status === "Disabled") return;
  const s3 = await request.context.aws.s3();
  await s3.putBucketVersioning({
    Bucket: required(request, "bucket"),
    VersioningConfiguration: { Status: status as BucketVersioningStatus },
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
