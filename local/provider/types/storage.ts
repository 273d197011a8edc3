import { isDeepStrictEqual } from "node:util";
import {
  type AttributeDefinition,
  CreateTableCommand,
  DeleteTableCommand,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  type KeyType,
  type LocalSecondaryIndex,
  type Projection,
  type ProjectionType,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import type {
  BucketLocationConstraint,
  BucketVersioningStatus,
  ObjectIdentifier,
  S3,
} from "@aws-sdk/client-s3";
import type { Properties } from "../../graph/resource.ts";
import {
  arn,
  type CreateRequest,
  type DeleteRequest,
  physicalName,
  required,
  type ResourceKind,
  type ResourceKinds,
  type UpdateRequest,
} from "../kind.ts";

/** Settings of a bucket that have no effect on one machine. */
const bucketSetting: ResourceKind = {
  create: (request) => ({ id: required(request, "bucket"), outputs: {} }),
};

export const storageKinds: ResourceKinds = {
  "aws:dynamodb/table:Table": {
    autoname: "name",
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      required(request, "hashKey");
      const [globals, locals] = [globalIndexes(inputs), localIndexes(inputs)];
      await context.aws.dynamodb.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: keySchema(inputs as Keys),
          AttributeDefinitions: attributes(inputs),
          // DynamoDB refuses empty lists.
          ...(globals.length > 0 ? { GlobalSecondaryIndexes: globals } : {}),
          ...(locals.length > 0 ? { LocalSecondaryIndexes: locals } : {}),
        }),
      );
      return { id: name, outputs: { name, arn: arn(request, "dynamodb", `table/${name}`) } };
    },
    update: updateIndexes,
    delete: ({ id, context }) =>
      context.aws.dynamodb.send(new DeleteTableCommand({ TableName: id })),
  },
  // Buckets exist at the AWS endpoint, with their objects and versions.
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
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketSetting,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketSetting,
  "aws:s3/bucketPolicy:BucketPolicy": bucketSetting,
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

/** Keys of a table or an index. */
interface Keys {
  readonly hashKey?: string;
  readonly rangeKey?: string;
  /** Replaces both for an index with more keys. */
  readonly keySchemas?: readonly { readonly attributeName: string; readonly keyType: KeyType }[];
}

interface Index extends Keys {
  readonly name: string;
  readonly projectionType: ProjectionType;
  readonly nonKeyAttributes?: string[];
}

function keySchema({ hashKey, rangeKey, keySchemas }: Keys): KeySchemaElement[] {
  if (keySchemas && keySchemas.length > 0) {
    return keySchemas.map(({ attributeName, keyType }) => ({
      AttributeName: attributeName,
      KeyType: keyType,
    }));
  }
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    ...(rangeKey ? [{ AttributeName: rangeKey, KeyType: "RANGE" as const }] : []),
  ];
}

const attributes = (inputs: Properties): AttributeDefinition[] =>
  (inputs["attributes"] as { name: string; type: "S" | "N" | "B" }[]).map(({ name, type }) => ({
    AttributeName: name,
    AttributeType: type,
  }));

const globalIndexes = (inputs: Properties): GlobalSecondaryIndex[] =>
  indexesOf(inputs, "globalSecondaryIndexes").map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: projection(index),
  }));

const localIndexes = (inputs: Properties): LocalSecondaryIndex[] =>
  indexesOf(inputs, "localSecondaryIndexes").map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema({ ...index, hashKey: String(inputs["hashKey"]) }),
    Projection: projection(index),
  }));

const indexesOf = (inputs: Properties, property: string): Index[] =>
  (inputs[property] ?? []) as Index[];

const projection = ({ projectionType, nonKeyAttributes }: Index): Projection => ({
  ProjectionType: projectionType,
  ...(nonKeyAttributes ? { NonKeyAttributes: nonKeyAttributes } : {}),
});

/** DynamoDB accepts one change of an index at a time, and replaces an index that differs. */
async function updateIndexes({ id, inputs, outputs, context }: UpdateRequest): Promise<void> {
  const { dynamodb } = context.aws;
  const [before, after] = [globalIndexes(outputs), globalIndexes(inputs)];
  const without = (index: GlobalSecondaryIndex, others: GlobalSecondaryIndex[]) =>
    !others.some((other) => isDeepStrictEqual(index, other));
  const changes = [
    ...before
      .filter((index) => without(index, after))
      .map(({ IndexName }) => ({ Delete: { IndexName } })),
    ...after.filter((index) => without(index, before)).map((index) => ({ Create: index })),
  ];
  for (const change of changes) {
    await dynamodb.send(
      new UpdateTableCommand({
        TableName: id,
        AttributeDefinitions: attributes(inputs),
        GlobalSecondaryIndexUpdates: [change],
      }),
    );
  }
}

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
