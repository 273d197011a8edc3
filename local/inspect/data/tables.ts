import type { DescribedTable, Keys } from "../../apiTypes/data.ts";
import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { ControlError } from "../../control/index.ts";
import { fromAws } from "../awsErrors.ts";
import { fromJson, itemToJson } from "./attributeValues.ts";

type Item = Record<string, AttributeValue>;

/** Tables of one answer. */
const maxTables = 100;

/** The tables of a region, also those that no stack declares. */
export async function listTables({ dynamodb }: AwsEndpoint): Promise<DescribedTable[]> {
  const { TableNames = [] } = await fromAws(
    dynamodb.send(new ListTablesCommand({ Limit: maxTables })),
  );
  return Promise.all(TableNames.map((name) => describeTable(dynamodb, name)));
}

/** @throws ControlError 404 */
async function describeTable(
  dynamodb: AwsEndpoint["dynamodb"],
  name: string,
): Promise<DescribedTable> {
  const { Table } = await fromAws(dynamodb.send(new DescribeTableCommand({ TableName: name })));
  const indexes = [
    ...(Table?.GlobalSecondaryIndexes ?? []),
    ...(Table?.LocalSecondaryIndexes ?? []),
  ];
  const types = (Table?.AttributeDefinitions ?? []).map((each) => [
    each.AttributeName,
    each.AttributeType,
  ]);
  return {
    name,
    items: Table?.ItemCount ?? 0,
    bytes: Table?.TableSizeBytes ?? 0,
    keys: keysOf(Table?.KeySchema),
    types: Object.fromEntries(types) as Record<string, string>,
    indexes: indexes.map((index) => ({ name: index.IndexName ?? "", ...keysOf(index.KeySchema) })),
  };
}

function keysOf(
  schema: readonly { AttributeName?: string | undefined; KeyType?: string | undefined }[] = [],
): Keys {
  const named = (type: string) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const range = named("RANGE");
  return { hash: named("HASH") ?? "", ...(range !== undefined && { range }) };
}

interface ItemsQuery {
  /** @default the table itself */
  readonly index: string | undefined;
  /** Value of the hash key; without it, all items are read. */
  readonly hash: string | undefined;
  /** What the range key begins with, or is if it is no text. */
  readonly range: string | undefined;
  readonly limit: number;
  /** `next` of an earlier page. */
  readonly cursor: string | undefined;
}

/** A page of a table's items, in DynamoDB's JSON, such as `{ "id": { "S": "1" } }`. */
export async function readItems({ dynamodb }: AwsEndpoint, name: string, query: ItemsQuery) {
  const table = await describeTable(dynamodb, name);
  const { index, hash, limit, cursor } = query;
  const keys = index === undefined ? table.keys : table.indexes.find((each) => each.name === index);
  if (!keys) {
    const known = table.indexes.map((each) => each.name).join(", ") || "none";
    throw new ControlError(
      404,
      `The table "${name}" has no index "${index}". Its indexes: ${known}.`,
    );
  }
  const from = cursor === undefined ? undefined : readCursor(cursor);
  const input = {
    TableName: name,
    Limit: limit,
    ...(index !== undefined && { IndexName: index }),
    ...(from && { ExclusiveStartKey: from }),
  };
  const command =
    hash === undefined
      ? new ScanCommand(input)
      : new QueryCommand({ ...input, ...conditionOf(table, keys, hash, query.range) });
  const { Items = [], LastEvaluatedKey } = await fromAws(dynamodb.send(command as QueryCommand));
  return {
    keys: table.keys,
    items: Items.map(itemToJson),
    ...(LastEvaluatedKey && { next: cursorOf(LastEvaluatedKey) }),
  };
}

function conditionOf(
  { types }: DescribedTable,
  keys: Keys,
  hash: string,
  range: string | undefined,
) {
  const valueOf = (key: string, text: string) =>
    fromJson({ [types[key] ?? "S"]: text }, `The key "${key}"`);
  const isPrefix = keys.range !== undefined && types[keys.range] === "S";
  const rest = isPrefix ? " AND begins_with(#range, :range)" : " AND #range = :range";
  const hasRange = range !== undefined && keys.range !== undefined;
  return {
    KeyConditionExpression: `#hash = :hash${hasRange ? rest : ""}`,
    ExpressionAttributeNames: { "#hash": keys.hash, ...(hasRange && { "#range": keys.range! }) },
    ExpressionAttributeValues: {
      ":hash": valueOf(keys.hash, hash),
      ...(hasRange && { ":range": valueOf(keys.range!, range) }),
    },
  };
}

/** Writes a whole item. @param item - in DynamoDB's JSON */
export async function putItem(
  { dynamodb }: AwsEndpoint,
  name: string,
  item: object,
): Promise<void> {
  const Item = itemFrom(item, "item");
  await fromAws(dynamodb.send(new PutItemCommand({ TableName: name, Item })));
}

/** Deletes the item with a key. @throws ControlError 404 if there is none */
export async function deleteItem(
  { dynamodb }: AwsEndpoint,
  name: string,
  key: object,
): Promise<void> {
  const Key = itemFrom(key, "key");
  const command = new DeleteItemCommand({ TableName: name, Key, ReturnValues: "ALL_OLD" });
  const { Attributes } = await fromAws(dynamodb.send(command));
  if (!Attributes) throw new ControlError(404, `The table "${name}" has no item with this key.`);
}

const itemFrom = (json: object, what: string): Item =>
  Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, fromJson(value, `"${name}" of "${what}"`)]),
  );

const cursorOf = (key: Item): string =>
  Buffer.from(JSON.stringify(itemToJson(key))).toString("base64url");

function readCursor(cursor: string): Item {
  try {
    return itemFrom(JSON.parse(Buffer.from(cursor, "base64url").toString()) as object, "cursor");
  } catch {
    throw new ControlError(400, "The parameter ?cursor= is no cursor. Use `next` of a response.");
  }
}
