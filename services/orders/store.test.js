// @ts-check
/** @import { DynamoCall } from "../testing/fakeDynamo.js" */
/** @import { OrderStore } from "./store.js" */
import assert from "node:assert/strict";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startFakeDynamo } from "../testing/fakeDynamo.js";
import { checkTable, createDynamoStore } from "./store.js";

/** Tests the store's requests to DynamoDB, not DynamoDB itself. */
describe("the DynamoDB order store", () => {
  const order = {
    id: "5bdcd6fc-b048-418e-999c-95c28ccc8dd3",
    item: "Key",
    quantity: 2,
    createdAt: "2026-01-01T00:00:00.000Z",
    region: "eu-west-1",
  };
  const record = {
    owner: { S: "ann" },
    id: { S: order.id },
    item: { S: "Key" },
    quantity: { N: "2" },
    createdAt: { S: order.createdAt },
    region: { S: order.region },
  };
  const key = { owner: record.owner, id: record.id };

  /** @type {DynamoCall[]} */
  let calls = [];
  /** @type {object} */
  let output = {};
  /** @type {Awaited<ReturnType<typeof startFakeDynamo>>} */
  let dynamo;
  /** @type {DynamoDBClient} */
  let client;
  /** @type {OrderStore} */
  let store;

  before(async () => {
    dynamo = await startFakeDynamo((call) => {
      calls.push(call);
      return output;
    });
    client = new DynamoDBClient({
      endpoint: dynamo.url,
      region: "eu-west-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    store = createDynamoStore({ table: "orders-table", client });
  });
  beforeEach(() => {
    calls = [];
  });
  after(() => {
    client.destroy();
    dynamo.server.close();
  });

  it("puts an order under its owner", async () => {
    output = {};
    await store.add("ann", order);
    assert.deepEqual(calls, [
      { action: "PutItem", input: { TableName: "orders-table", Item: record } },
    ]);
  });

  it("finds an order by owner and id, even right after it was put", async () => {
    output = { Item: record };
    assert.deepEqual(await store.find("ann", order.id), order);
    assert.deepEqual(calls, [
      {
        action: "GetItem",
        input: { TableName: "orders-table", Key: key, ConsistentRead: true },
      },
    ]);
  });

  it("finds nothing if the item does not exist", async () => {
    output = {};
    assert.equal(await store.find("ann", order.id), undefined);
  });

  it("queries only the owner's orders, after the given one", async () => {
    output = { Items: [record], LastEvaluatedKey: key };
    const page = await store.list("ann", { limit: 7, afterId: order.id });

    assert.deepEqual(page, { orders: [order], lastId: order.id });
    assert.deepEqual(calls, [
      {
        action: "Query",
        input: {
          TableName: "orders-table",
          KeyConditionExpression: "#owner = :owner",
          ExpressionAttributeNames: { "#owner": "owner" },
          ExpressionAttributeValues: { ":owner": { S: "ann" } },
          ExclusiveStartKey: key,
          Limit: 7,
        },
      },
    ]);
  });

  it("is checked by a read of a key that no order has", async () => {
    output = {};
    await checkTable({ table: "orders-table", client, signal: AbortSignal.timeout(5_000) });
    const Key = { owner: { S: "nobody" }, id: { S: "none" } };
    assert.deepEqual(calls, [{ action: "GetItem", input: { TableName: "orders-table", Key } }]);
  });

  for (const [error, rejects] of /** @type {const} */ ([
    ["ResourceNotFoundException", true],
    ["AccessDeniedException", true],
    ["ThrottlingException", false],
    ["ProvisionedThroughputExceededException", false],
  ])) {
    it(`is ${rejects ? "not " : ""}usable after a ${error}`, async () => {
      const failing = { send: () => Promise.reject(Object.assign(new Error(), { name: error })) };
      const checked = checkTable({
        table: "orders-table",
        client: /** @type {any} */ (failing),
        signal: AbortSignal.timeout(5_000),
      });
      if (rejects) await assert.rejects(checked, { name: error });
      else await checked;
    });
  }

  it("has no last id if the table has no more", async () => {
    output = { Items: [] };
    const page = await store.list("ann", { limit: 7 });
    assert.deepEqual(page, { orders: [], lastId: undefined });
  });
});
