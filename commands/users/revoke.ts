import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Revoke } from "../../project/users/directory.ts";
import { revocationInput } from "../../functions/shared/denyList/index.ts";

/**
 * Access and ID tokens live a day at most, and Cognito ends refresh tokens itself.
 * Source: Cognito API Reference, "CreateUserPoolClient".
 */
const keptSeconds = 25 * 60 * 60;

/** Writes into the deny list that the API reads. */
export const revokeIn =
  (dynamodb: DynamoDBClient, tableName: string): Revoke =>
  async (subject, now) => {
    const entry = { tableName, revoked: { subject }, now, keptSeconds };
    await dynamodb.send(new UpdateItemCommand(revocationInput(entry)));
  };
