import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Cognito waits 5 s in total, including the mail: two attempts must fit into part of that time. */
export const tableClient = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 700 },
  });
