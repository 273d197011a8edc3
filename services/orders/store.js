// @ts-check
/** @import { DynamoDBClient } from "@aws-sdk/client-dynamodb" */
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";

/** @typedef {{ id: string, item: string, quantity: number, createdAt: string, region: string }} Order */

/**
 * @typedef {object} OrderStore Orders by owner, without access to other owners' orders.
 * @property {(owner: string, order: Order) => Promise<void>} add
 * @property {(owner: string, id: string) => Promise<Order | undefined>} find Includes all earlier additions.
 * @property {(owner: string, page: Page) => Promise<{ orders: Order[], lastId?: string }>} list Sorted by id,
 *   with `lastId` if there may be more after it. May miss additions of the last second.
 */

/** @typedef {{ limit: number, afterId?: string }} Page */

/**
 * Orders in a DynamoDB table with the partition key `owner` and the sort key `id`.
 *
 * @param {{ table: string, client: DynamoDBClient }} options
 * @returns {OrderStore}
 */
export function createDynamoStore({ table, client }) {
  const documents = DynamoDBDocumentClient.from(client);

  return {
    async add(owner, order) {
      await documents.send(new PutCommand({ TableName: table, Item: { owner, ...order } }));
    },

    async find(owner, id) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: { owner, id }, ConsistentRead: true }),
      );
      return Item && toOrder(Item);
    },

    async list(owner, { limit, afterId }) {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "#owner = :owner",
          ExpressionAttributeNames: { "#owner": "owner" },
          ExpressionAttributeValues: { ":owner": owner },
          ExclusiveStartKey: afterId ? { owner, id: afterId } : undefined,
          Limit: limit,
        }),
      );
      return { orders: Items.map(toOrder), lastId: LastEvaluatedKey?.id };
    },
  };
}

/**
 * Reads a key that no order has, and rejects if the table does not respond or the service may not read it.
 *
 * @param {{ table: string, client: DynamoDBClient, signal: AbortSignal }} options
 */
export async function checkTable({ table, client, signal }) {
  const Key = { owner: { S: "nobody" }, id: { S: "none" } };
  try {
    await client.send(new GetItemCommand({ TableName: table, Key }), { abortSignal: signal });
  } catch (error) {
    if (!isThrottling(error)) throw error;
  }
}

/**
 * Whether the table works but limits its requests. Another region would serve them no better.
 *
 * @param {unknown} error
 */
const isThrottling = (error) =>
  error instanceof Error &&
  /^(Throttling|ProvisionedThroughputExceeded)Exception$/.test(error.name);

/**
 * @param {Record<string, any>} record
 * @returns {Order}
 */
function toOrder({ id, item, quantity, createdAt, region }) {
  return { id, item, quantity, createdAt, region };
}
