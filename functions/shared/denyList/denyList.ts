import type { AwsClient } from "../awsClient.ts";
import { type Entry, keysFor, refuses, type RevocableClaims } from "./entry.ts";

/** Tokens that are refused although they have not expired. */
export interface DenyList {
  /** Whether a token was revoked. @throws Error while the list can't be read */
  isRevoked(claims: RevocableClaims): Promise<boolean>;
}

/**
 * The deny list in a table: one request of DynamoDB per check. Reads are eventually consistent, which is
 * half the price; they miss writes of about the last second.
 *
 * @param dynamoDb - calls DynamoDB, and repeats a failed call
 */
export function denyList(dynamoDb: AwsClient, tableName: string): DenyList {
  return {
    isRevoked: async (claims) => {
      const keys = keysFor(claims);
      // Nobody could revoke it.
      if (keys.length === 0) return true;
      const { Responses: found, UnprocessedKeys: unread } = (await dynamoDb("BatchGetItem", {
        RequestItems: { [tableName]: { Keys: keys.map((key) => ({ key: { S: key } })) } },
      })) as BatchGetItemOutput;
      if (unread && Object.keys(unread).length > 0) throw new DenyListError(tableName);
      return (found?.[tableName] ?? []).some((entry) => refuses(entry, claims));
    },
  };
}

/** DynamoDB did not read all entries, because of too many calls. */
class DenyListError extends Error {
  override readonly name = "DenyListError";

  constructor(tableName: string) {
    super(`DynamoDB did not read all entries of ${tableName}`);
  }
}

/** Source: DynamoDB API Reference, "BatchGetItem". */
interface BatchGetItemOutput {
  readonly Responses?: Readonly<Record<string, readonly Entry[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, unknown>>;
}
