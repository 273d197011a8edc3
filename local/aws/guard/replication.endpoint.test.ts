import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { Children } from "../../../project/children.ts";
import { provide } from "../../provider/testing/provided.ts";
import { type AwsEndpoint, localAccountId as accountId } from "../endpoint.ts";
import { startEndpoint } from "../miniStack.ts";
import { joinEndpoints } from "../replication.ts";

const regions = ["us-east-1", "eu-west-1", "ap-southeast-2"];

describe("a global table", function () {
  this.timeout(60_000);
  const children = new Children((name, line) => process.env["DEBUG"] && console.log(name, line));
  const endpoints = new Map<string, AwsEndpoint>();
  const at = (region: string) => endpoints.get(region)!.dynamodb;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "replication-"));
    children.ownFolder(folder);
    for (const region of regions) {
      endpoints.set(region, await startEndpoint({ region, children, folder, announce: () => {} }));
    }
    await joinEndpoints(endpoints.values());
  });
  after(() => children.close());

  const create = () =>
    provide(
      {
        region: "us-east-1",
        accountId,
        stack: "test",
        aws: endpoints.get("us-east-1")!,
        elsewhere: async (region) => endpoints.get(region),
      },
      "aws:dynamodb/table:Table",
      "orders",
      {
        hashKey: "owner",
        rangeKey: "id",
        attributes: [
          { name: "owner", type: "S" },
          { name: "id", type: "S" },
        ],
        streamEnabled: true,
        streamViewType: "NEW_AND_OLD_IMAGES",
        replicas: [
          { regionName: "eu-west-1" },
          { regionName: "ap-southeast-2" },
          { regionName: "sa-east-1" },
        ],
      },
    );

  it("works", async () => {
    const table = await create();
    const TableName = table.id;
    console.log(
      (await at("us-east-1").send(new DescribeTableCommand({ TableName }))).Table?.Replicas,
    );
    await at("us-east-1").send(
      new PutItemCommand({ TableName, Item: { owner: { S: "a" }, id: { S: "1" }, n: { N: "5" } } }),
    );
    const t = Date.now();
    for (;;) {
      const { Item } = await at("eu-west-1").send(
        new GetItemCommand({ TableName, Key: { owner: { S: "a" }, id: { S: "1" } } }),
      );
      if (Item) {
        console.log(Item, Date.now() - t);
        break;
      }
    }
    await at("ap-southeast-2").send(
      new DeleteItemCommand({ TableName, Key: { owner: { S: "a" }, id: { S: "1" } } }),
    );
    for (;;) {
      const { Item } = await at("eu-west-1").send(
        new GetItemCommand({ TableName, Key: { owner: { S: "a" }, id: { S: "1" } } }),
      );
      if (!Item) {
        console.log("gone");
        break;
      }
    }
    assert.ok(true);
  });
});
