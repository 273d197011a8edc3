import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { revocationInput } from "../../functions/shared/denyList/index.ts";

/** Refuses the tokens that a user has, by the user's `sub`. */
export type Revoke = (subject: string) => Promise<void>;

/**
 * Access and ID tokens live a day at most, and Cognito ends refresh tokens itself.
 * Source: Cognito API Reference, "CreateUserPoolClient".
 */
const keptSeconds = 25 * 60 * 60;

/** Writes into the deny list that the API reads. */
export const revokeIn =
  (dynamodb: DynamoDBClient, tableName: string): Revoke =>
  async (subject) => {
    const entry = { tableName, revoked: { subject }, now: Date.now(), keptSeconds };
    await dynamodb.send(new UpdateItemCommand(revocationInput(entry)));
  };
