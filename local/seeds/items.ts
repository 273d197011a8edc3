import { type AttributeValue, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Json } from "./seedFile.ts";

/** The most items that are stored at once. */
const width = 8;

/** Stores items; those with the same key are replaced. */
export async function storeItems(
  { dynamodb }: AwsEndpoint,
  TableName: string,
  items: readonly { [name: string]: Json }[],
): Promise<void> {
  for (let first = 0; first < items.length; first += width) {
    await Promise.all(
      items.slice(first, first + width).map((item) => {
        const Item = Object.fromEntries(
          Object.entries(item).map(([name, value]) => [name, toAttribute(value)]),
        );
        return dynamodb.send(new PutItemCommand({ TableName, Item }));
      }),
    );
  }
}

/** A value as DynamoDB has it. */
function toAttribute(value: Json): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return {
    M: Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toAttribute(each)])),
  };
}

/**
 * Replaces each `{ "$sub": name }` in a value.
 *
 * @param subOf - finds a user's `sub`; throws if there is none
 */
export async function withSubs<Value extends Json>(
  value: Value,
  subOf: (username: string) => Promise<string>,
): Promise<Value> {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value))
    return (await Promise.all(value.map((each) => withSubs(each, subOf)))) as Value;
  const { $sub: name, ...rest } = value as { [name: string]: Json };
  if (typeof name === "string" && Object.keys(rest).length === 0)
    return (await subOf(name)) as Value;
  const entries = Object.entries(value as { [name: string]: Json }).map(
    async ([key, each]) => [key, await withSubs(each, subOf)] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as Value;
}
