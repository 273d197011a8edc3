import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Cognito waits 5 s in all, mail included: two attempts must fit into a part of them. */
export const tableClient = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 700 },
  });
