import * as pulumi from "@pulumi/pulumi";
import { ownAccount } from "../../shared/iam.ts";
import type { HttpDirectory, OtherPool, TriggerOptions } from "./options.ts";
import { secretsOf } from "./ownCode.ts";
import { merged, type TriggerSpec } from "./spec.ts";

interface Context {
  readonly options: { readonly triggers?: TriggerOptions | undefined };
  readonly environment: string;
  readonly region: string;
}

/** Variables and permissions of the trigger that brings users from another directory. */
export function migration(
  context: Context,
  opts: pulumi.ComponentResourceOptions,
): TriggerSpec | undefined {
  const { userMigration } = context.options.triggers ?? {};
  if (!userMigration) return undefined;
  const { pool, directory, attributes = ["email", "email_verified", "name"] } = userMigration;
  if (!pool && !directory) return {};
  return merged(
    { environment: { MIGRATED_ATTRIBUTES: attributes.join(",") } },
    pool && otherPool(pool, opts),
    directory && httpDirectory(directory, context, opts),
  );
}

function otherPool(
  { userPoolId, clientId }: OtherPool,
  opts: pulumi.ComponentResourceOptions,
): TriggerSpec {
  const [region = ""] = userPoolId.split("_");
  const accountId = ownAccount(opts);
  const arn = pulumi.interpolate`arn:aws:cognito-idp:${region}:${accountId}:userpool/${userPoolId}`;
  return {
    environment: {
      OTHER_POOL_ID: userPoolId,
      OTHER_POOL_CLIENT_ID: clientId,
      OTHER_POOL_REGION: region,
    },
    statements: [
      {
        actions: ["cognito-idp:AdminInitiateAuth", "cognito-idp:AdminGetUser"],
        resources: [arn],
      },
    ],
  };
}

function httpDirectory(
  { url, token }: HttpDirectory,
  context: Context,
  opts: pulumi.ComponentResourceOptions,
): TriggerSpec {
  const secrets = secretsOf("userMigration", { DIRECTORY_TOKEN: token }, context, opts);
  return merged({ environment: { DIRECTORY_URL: url } }, secrets);
}
