import assert from "node:assert/strict";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { useCloud } from "../testing/cloud.ts";

const bucketType = "aws:s3/bucket:Bucket";

describe("resources that keep data", function () {
  this.timeout(60_000);
  const cloud = useCloud();

  describe("a stream", () => {
    it("has its name and ARN, and keeps records until it is deleted", async () => {
      const stream = await cloud.create("aws:kinesis/stream:Stream", "clicks", {
        shardCount: 2,
        retentionPeriod: 48,
      });
      const StreamName = String(stream.outputs["name"]);
      const kinesis = await cloud.aws.kinesis();

      const { ShardId } = await kinesis.putRecord({
        StreamName,
        PartitionKey: "a",
        Data: Buffer.from("click"),
      });
      const { ShardIterator } = await kinesis.getShardIterator({
        StreamName,
        ShardId,
        ShardIteratorType: "TRIM_HORIZON",
      });
      const { Records } = await kinesis.getRecords({ ShardIterator });
      const summary = await kinesis.describeStreamSummary({ StreamName });
      await stream.delete();

      assert.equal(stream.id, cloud.arn("kinesis", `stream/${StreamName}`));
      assert.equal(stream.outputs["arn"], stream.id);
      assert.deepEqual(
        Records?.map(({ Data }) => Buffer.from(Data!).toString()),
        ["click"],
      );
      assert.equal(summary.StreamDescriptionSummary?.OpenShardCount, 2);
      assert.equal(summary.StreamDescriptionSummary?.RetentionPeriodHours, 48);
      await assert.rejects(kinesis.describeStreamSummary({ StreamName }), {
        name: "ResourceNotFoundException",
      });
    });

    it("changes its retention and number of shards", async () => {
      const stream = await cloud.create("aws:kinesis/stream:Stream", "views", {
        retentionPeriod: 72,
      });
      const kinesis = await cloud.aws.kinesis();
      const describe = async () => {
        const StreamName = String(stream.outputs["name"]);
        const { StreamDescriptionSummary } = await kinesis.describeStreamSummary({ StreamName });
        return [
          StreamDescriptionSummary?.RetentionPeriodHours,
          StreamDescriptionSummary?.OpenShardCount,
        ];
      };
      const before = await describe();

      await stream.update({ retentionPeriod: 36, shardCount: 2 });

      assert.deepEqual(before, [72, 1]);
      assert.deepEqual(await describe(), [36, 2]);
      await stream.delete();
    });

    it("can have on-demand capacity", async () => {
      const stream = await cloud.create("aws:kinesis/stream:Stream", "demand", {
        streamModeDetails: { streamMode: "ON_DEMAND" },
      });
      const StreamName = String(stream.outputs["name"]);
      const kinesis = await cloud.aws.kinesis();

      const { StreamDescriptionSummary } = await kinesis.describeStreamSummary({ StreamName });

      assert.equal(StreamDescriptionSummary?.StreamModeDetails?.StreamMode, "ON_DEMAND");
      await stream.delete();
    });
  });

  describe("a bucket", () => {
    it("has its name, ARN and domain names, and keeps objects", async () => {
      const bucket = await cloud.create(bucketType, "Uploads", {});
      const s3 = await cloud.aws.s3();

      await s3.putObject({ Bucket: bucket.id, Key: "a/b.txt", Body: "text" });
      const { Body } = await s3.getObject({ Bucket: bucket.id, Key: "a/b.txt" });

      assert.match(bucket.id, /^uploads-[0-9a-f]{7}$/);
      assert.equal(await Body?.transformToString(), "text");
      assert.deepEqual(bucket.outputs, {
        arn: `arn:aws:s3:::${bucket.id}`,
        bucket: bucket.id,
        bucketRegion: "eu-west-1",
        bucketDomainName: `${bucket.id}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${bucket.id}.s3.eu-west-1.amazonaws.com`,
      });
    });

    it("is deleted with its objects only with forceDestroy", async () => {
      const [kept, gone] = [
        await cloud.create(bucketType, "kept", {}),
        await cloud.create(bucketType, "gone", { forceDestroy: true }),
      ];
      const s3 = await cloud.aws.s3();
      for (const { id } of [kept, gone]) await s3.putObject({ Bucket: id, Key: "a", Body: "1" });

      await gone.delete();

      await assert.rejects(kept.delete(), { name: "BucketNotEmpty" });
      await assert.rejects(s3.headBucket({ Bucket: gone.id }), { name: "NotFound" });
    });

    it("has versions once they are enabled, and is deleted with all of them", async () => {
      const bucket = await cloud.create(bucketType, "versions", { forceDestroy: true });
      const versioning = await cloud.create(
        "aws:s3/bucketVersioning:BucketVersioning",
        "versions",
        {
          bucket: bucket.id,
          versioningConfiguration: { status: "Enabled" },
        },
      );
      const s3 = await cloud.aws.s3();
      const status = async () => (await s3.getBucketVersioning({ Bucket: bucket.id })).Status;
      const enabled = await status();
      for (const Body of ["1", "2"]) await s3.putObject({ Bucket: bucket.id, Key: "a", Body });
      await s3.deleteObject({ Bucket: bucket.id, Key: "a" });

      await versioning.delete();
      const suspended = await status();
      await bucket.delete();

      assert.deepEqual([enabled, suspended], ["Enabled", "Suspended"]);
      await assert.rejects(s3.headBucket({ Bucket: bucket.id }), { name: "NotFound" });
    });
  });

  describe("a table", () => {
    const attributes = ["owner", "id", "state", "day"].map((name) => ({ name, type: "S" }));
    const byState = {
      name: "byState",
      hashKey: "state",
      projectionType: "INCLUDE",
      nonKeyAttributes: ["title"],
    };

    it("has the indexes that the program declares, also after an update", async () => {
      const inputs = { hashKey: "owner", rangeKey: "id", attributes };
      const table = await cloud.create("aws:dynamodb/table:Table", "tasks", {
        ...inputs,
        globalSecondaryIndexes: [byState],
        localSecondaryIndexes: [{ name: "local", rangeKey: "day", projectionType: "ALL" }],
      });
      const describe = async () =>
        (await cloud.aws.dynamodb.send(new DescribeTableCommand({ TableName: table.id }))).Table!;
      const before = await describe();

      await table.update({
        ...inputs,
        globalSecondaryIndexes: [
          {
            name: "byDay",
            projectionType: "ALL",
            keySchemas: [
              { attributeName: "day", keyType: "HASH" },
              { attributeName: "id", keyType: "RANGE" },
            ],
          },
        ],
      });
      const after = await describe();
      await table.delete();

      const [first] = before.GlobalSecondaryIndexes!;
      assert.deepEqual(first?.KeySchema, [{ AttributeName: "state", KeyType: "HASH" }]);
      assert.deepEqual(first?.Projection, {
        ProjectionType: "INCLUDE",
        NonKeyAttributes: ["title"],
      });
      assert.deepEqual(before.LocalSecondaryIndexes![0]?.KeySchema, [
        { AttributeName: "owner", KeyType: "HASH" },
        { AttributeName: "day", KeyType: "RANGE" },
      ]);
      assert.deepEqual(
        after.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema }) => [IndexName, KeySchema]),
        [
          [
            "byDay",
            [
              { AttributeName: "day", KeyType: "HASH" },
              { AttributeName: "id", KeyType: "RANGE" },
            ],
          ],
        ],
      );
      await assert.rejects(describe(), { name: "ResourceNotFoundException" });
    });
  });
});
