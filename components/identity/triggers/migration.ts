import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { secretVariable } from "../../functions/secrets.ts";
import { accessSecrets, inEnvironment } from "../../service/index.ts";
import type { HttpDirectory, OtherPool, TriggerOptions } from "./options.ts";
import { merged, type TriggerSpec } from "./spec.ts";

interface Context {
  readonly options: { readonly triggers?: TriggerOptions | undefined };
  readonly environment: string;
  readonly region: string;
}

/** Variables and permissions of the trigger that brings users from another directory. */
export function migration(
  context: Context,
  { parent }: pulumi.ComponentResourceOptions,
): TriggerSpec | undefined {
  const { userMigration } = context.options.triggers ?? {};
  if (!userMigration) return undefined;
  const { pool, directory, attributes = ["email", "email_verified", "name"] } = userMigration;
  const invoke = parent ? { parent } : {};
  if (!pool && !directory) return {};
  return merged(
    { environment: { MIGRATED_ATTRIBUTES: attributes.join(",") } },
    pool && otherPool(pool, invoke),
    directory && httpDirectory(directory, context, invoke),
  );
}

function otherPool({ userPoolId, clientId }: OtherPool, opts: pulumi.InvokeOptions): TriggerSpec {
  const [region = ""] = userPoolId.split("_");
  const { accountId } = aws.getCallerIdentityOutput({}, opts);
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
  { environment, region }: Context,
  opts: pulumi.InvokeOptions,
): TriggerSpec {
  const { secrets, statements } = accessSecrets(
    { DIRECTORY_TOKEN: inEnvironment(token, environment) },
    { service: "The trigger userMigration", region, opts },
  );
  const variables = secrets.map(
    ({ name, valueFrom }) => [secretVariable(name), valueFrom] as const,
  );
  return { environment: { DIRECTORY_URL: url, ...Object.fromEntries(variables) }, statements };
}
