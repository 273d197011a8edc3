import type { UserMigrationTriggerEvent } from "aws-lambda";
import { readSecret } from "../../secrets/readSecret.ts";
import { awsClient, userPools } from "../../shared/awsClient.ts";
import { type Environment, environmentOf } from "../../shared/environment.ts";
import { guarded } from "../guarded.ts";
import { httpDirectory } from "./httpDirectory.ts";
import { createMigration } from "./migration.ts";
import { otherPool } from "./otherPool.ts";
import type { MigrationSource } from "./source.ts";

const environment = environmentOf(process.env);
const source = sourceOf(environment);

/** Without a source, only a team's own code brings users. Source: Cognito Developer Guide, "Migrate user Lambda trigger". */
export const handler = guarded<UserMigrationTriggerEvent>(
  source
    ? createMigration(source, environment.list("MIGRATED_ATTRIBUTES"))
    : async (event) => event,
);

/**
 * Reads `OTHER_POOL_ID`, `OTHER_POOL_CLIENT_ID` and `OTHER_POOL_REGION`, or `DIRECTORY_URL` and the secret
 * `DIRECTORY_TOKEN`.
 */
function sourceOf({ string, optionalString, httpUrl }: Environment): MigrationSource | undefined {
  const userPoolId = optionalString("OTHER_POOL_ID");
  if (userPoolId !== undefined) {
    // One attempt, because wrong passwords lock the user out. Cognito waits 5 s for two calls.
    const region = string("OTHER_POOL_REGION");
    const pools = awsClient(userPools, { region, timeoutMs: 2_000, attempts: 1 });
    return otherPool(pools, { userPoolId, clientId: string("OTHER_POOL_CLIENT_ID") });
  }
  if (optionalString("DIRECTORY_URL") === undefined) return undefined;
  return httpDirectory(httpUrl("DIRECTORY_URL"), () => readSecret("DIRECTORY_TOKEN"));
}
