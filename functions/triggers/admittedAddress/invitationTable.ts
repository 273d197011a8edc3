import type { AwsClient } from "../../shared/awsClient.ts";
import { toItem } from "../../shared/dynamoItems.ts";
import { asciiLowerCase } from "./emailDomain.ts";

/** Addresses outside the allowed domains whose users an administrator created. */
export interface Invitations {
  add(address: string): Promise<void>;
  has(address: string): Promise<boolean>;
}

/** Invitations in a table, shared by the functions that create and read them. */
export function invitationTable(dynamoDb: AwsClient, tableName: string): Invitations {
  const keyOf = (address: string) => toItem({ address: asciiLowerCase(address) });
  return {
    add: async (address) => {
      await dynamoDb("PutItem", { TableName: tableName, Item: keyOf(address) });
    },
    has: async (address) => {
      const { Item: item } = await dynamoDb("GetItem", {
        TableName: tableName,
        Key: keyOf(address),
        ConsistentRead: true,
      });
      return item !== undefined;
    },
  };
}
