import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { tableClient } from "../tableClient.ts";
import { asciiLowerCase } from "./emailDomain.ts";

/** Addresses outside the allowed domains whose users an administrator created. */
export interface Invitations {
  add(address: string): Promise<void>;
  has(address: string): Promise<boolean>;
}

/** Invitations in a table, shared by the functions that create and read them. */
export function invitationTable(tableName: string, client = tableClient()): Invitations {
  const keyOf = (address: string) => ({ address: { S: asciiLowerCase(address) } });
  return {
    add: async (address) => {
      await client.send(new PutItemCommand({ TableName: tableName, Item: keyOf(address) }));
    },
    has: async (address) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(address), ConsistentRead: true }),
      );
      return Item !== undefined;
    },
  };
}
