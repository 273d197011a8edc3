// Revokes the sessions of made-up users, as fast as the table takes it, in a process of its own.
import { randomUUID } from "node:crypto";
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { revocationInput } from "../../functions/shared/denyList/index.ts";
import type { Writing } from "./served.ts";

const inFlight = 2;

process.once("message", ({ aws, tableName, entries }: Writing) => {
  const client = new DynamoDBClient({
    endpoint: aws.url,
    region: aws.region,
    credentials: { ...aws.key },
    maxAttempts: 10,
  });
  let left = entries;
  const write = async () => {
    while (left-- > 0) {
      const revoked = { subject: randomUUID() };
      const input = revocationInput({ tableName, revoked, now: Date.now(), keptSeconds: 3_600 });
      await client.send(new UpdateItemCommand(input));
    }
  };
  void Promise.all(Array.from({ length: inFlight }, write)).then(() => process.disconnect());
});
