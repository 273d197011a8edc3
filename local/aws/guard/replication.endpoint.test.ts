import assert from "node:assert/strict";
import {
  BatchWriteItemCommand,
  DescribeTimeToLiveCommand,
  ExecuteStatementCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateAccessKeyCommand, CreateUserCommand } from "@aws-sdk/client-iam";
import { connectEndpoint } from "../endpoint.ts";
import { Regions, type TestTable } from "./testing/globalTable.ts";

const [home, near, far] = ["us-east-1", "eu-west-1", "ap-southeast-2"] as const;

const replica = (regionName: string, more: object = {}) => ({ regionName, ...more });

describe("a global table of the regions' AWS endpoints", function () {
  this.timeout(60_000);
  const regions = new Regions();
  let table: TestTable;
  before(async () => {
    await regions.start(home, near, far);
    table = await regions.createTable("orders", [replica(near), replica(far)]);
  });
  after(() => regions.close());

  describe("when it is created", () => {
    it("has a replica with the same keys in each region, once the creation has ended", async () => {
      const [first, second] = [await table.describe(home), await table.describe(near)];

      assert.deepEqual(second?.KeySchema, first?.KeySchema);
      assert.equal(second?.TableArn, first?.TableArn?.replace(home, near));
      assert.deepEqual(first?.Replicas, [
        { RegionName: far, ReplicaStatus: "ACTIVE" },
        { RegionName: near, ReplicaStatus: "ACTIVE" },
      ]);
    });

    it("has no replica in a region that does not run", async () => {
      const other = await regions.createTable("partly", [replica(near), replica("sa-east-1")]);

      const replicas = (await other.describe(home))?.Replicas;
      assert.deepEqual(
        replicas?.map(({ ReplicaStatus }) => ReplicaStatus),
        ["ACTIVE", "REGION_DISABLED"],
      );
      await other.delete();
    });

    it("is refused if a region has another table of that name", async () => {
      const separate = await regions.createTable("separate", []);
      await regions.createTable("separate", [], far);

      await assert.rejects(separate.update({ replicas: [replica(far)] }), {
        name: "RefusedError",
        message: /exists in ap-southeast-2 already, apart from that in us-east-1/,
      });
    });
  });

  describe("a write", () => {
    for (const from of [home, near, far]) {
      it(`in ${from} appears in the other regions, and so does a deletion`, async () => {
        await table.put(from, from, "a");
        for (const to of [home, near, far]) await table.until(to, from, "a");

        await table.remove(from, from);
        for (const to of [home, near, far]) await table.until(to, from, undefined);
      });
    }

    it("of each kind appears in the other regions", async () => {
      const TableName = table.name;
      const item = (id: string, v: string) => ({ id: { S: id }, v: { S: v } });
      const { dynamodb } = regions.in(near);

      await dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: [{ PutRequest: { Item: item("batch", "b") } }] },
        }),
      );
      await dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: item("transaction", "t") } }],
        }),
      );
      await dynamodb.send(
        new ExecuteStatementCommand({
          Statement: `INSERT INTO "${TableName}" VALUE {'id': 'statement', 'v': 's'}`,
        }),
      );
      await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: { id: { S: "batch" } },
          UpdateExpression: "SET v = :v",
          ExpressionAttributeValues: { ":v": { S: "u" } },
        }),
      );

      await table.until(home, "batch", "u");
      await table.until(home, "transaction", "t");
      await table.until(home, "statement", "s");
    });

    it("wins over an earlier one in another region, in all regions", async () => {
      for (let round = 0; round < 10; round++) {
        await table.put(home, `conflict-${round}`, "first");
        await table.put(near, `conflict-${round}`, "last");
      }
      // Written after all others, so it arrives after them.
      await table.put(home, "end", "1");
      await table.put(near, "end", "2");
      for (const region of [home, near, far]) {
        await table.until(region, "end", "2");
        for (let round = 0; round < 10; round++) {
          await table.until(region, `conflict-${round}`, "last");
        }
      }
    });

    it("wins over an earlier deletion, and a later deletion wins over it", async () => {
      await table.put(home, "kept", "1");
      await table.until(near, "kept", "1");
      await table.remove(home, "kept");
      await table.put(near, "kept", "2");
      await table.put(home, "removed", "1");
      await table.until(near, "removed", "1");
      await table.put(home, "removed", "2");
      await table.remove(near, "removed");

      for (const region of [home, near, far]) {
        await table.until(region, "kept", "2");
        await table.until(region, "removed", undefined);
      }
    });

    it("has its condition checked by the region's own replica", async () => {
      const isNew = "attribute_not_exists(id)";
      await table.put(home, "conditional", "1", isNew);
      await table.until(near, "conditional", "1");

      await assert.rejects(table.put(near, "conditional", "2", isNew), {
        name: "ConditionalCheckFailedException",
      });
    });

    it("needs the client's permission, and comes from no client without the secret", async () => {
      const { iam, url } = regions.in(near);
      await iam.send(new CreateUserCommand({ UserName: "guest" }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "guest" }));
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = AccessKey!;
      const guest = connectEndpoint(url, near, {
        accessKeyId: accessKeyId!,
        secretAccessKey: secretAccessKey!,
      });

      const Key = { id: { S: "stolen" } };
      await assert.rejects(
        guest.dynamodb.send(new UpdateItemCommand({ TableName: table.name, Key })),
        { name: "AccessDeniedException" },
      );
      for (const path of ["peers", "changes"]) {
        const address = `${url}/_palisade/replication/${path}`;
        const { status } = await fetch(address, { method: "POST", body: "{}" });
        assert.equal(status, 403);
      }
    });
  });

  describe("a setting", () => {
    it("of expiry applies to all replicas", async () => {
      const TableName = table.name;
      const TimeToLiveSpecification = { AttributeName: "expires", Enabled: true };
      await regions
        .in(far)
        .dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));

      const attribute = async () => {
        const command = new DescribeTimeToLiveCommand({ TableName });
        const { TimeToLiveDescription } = await regions.in(home).dynamodb.send(command);
        return TimeToLiveDescription?.AttributeName;
      };
      let found = await attribute();
      while (found === undefined) found = await attribute();
      assert.equal(found, "expires");
    });
  });

  describe("a region", () => {
    it("that is added gets all items; one that is removed keeps none, and the others all", async () => {
      const grown = await regions.createTable("grown", [replica(near)]);
      await grown.put(near, "a", "1");
      await grown.until(home, "a", "1");

      await grown.update({ replicas: [replica(near), replica(far)] });
      await grown.until(far, "a", "1");
      await grown.put(far, "b", "2");
      await grown.until(near, "b", "2");

      await grown.update({ replicas: [replica(far)] });
      while (await grown.describe(near));
      await grown.put(far, "c", "3");
      await grown.until(home, "c", "3");
      assert.equal((await grown.value(home, "b"))?.S, "2");

      await grown.delete();
      while (await grown.describe(far));
      assert.equal(await grown.describe(home), undefined);
    });

    it("is not removed while its replica is protected there", async () => {
      const kept = await regions.createTable("kept", [
        replica(near, { deletionProtectionEnabled: true }),
      ]);

      await assert.rejects(kept.update({ replicas: [] }), {
        name: "RefusedError",
        message: /in eu-west-1 can't be deleted while its deletion protection is on\. Turn it off/,
      });

      const off = { TableName: kept.name, DeletionProtectionEnabled: false };
      await regions.in(near).dynamodb.send(new UpdateTableCommand(off));
      await kept.update({ replicas: [] });
      while (await kept.describe(near));
    });

    it("that starts again gets what it has missed, and the others what only it has", async () => {
      await table.put(home, "missed", "1");
      await table.put(home, "gone", "1");
      await table.until(near, "gone", "1");
      await regions.stopRegion(near);
      await table.put(home, "missed", "2");
      await table.remove(far, "gone");
      await table.put(far, "new", "1");

      await regions.startRegion(near);
      await regions.join();

      await table.until(near, "missed", "2");
      await table.until(near, "gone", undefined);
      await table.until(near, "new", "1");
      await table.put(near, "back", "1");
      await table.until(home, "back", "1");
    });

    it("that starts again without its data gets its replica back", async () => {
      await table.put(near, "saved", "1");
      await table.until(home, "saved", "1");
      await regions.stopRegion(near);
      await regions.forget(near);

      await regions.startRegion(near);
      await regions.join();

      while (!(await table.describe(near)));
      await table.until(near, "saved", "1");
    });
  });
});
