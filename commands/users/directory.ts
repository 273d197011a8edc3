import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { PlatformState } from "../../local/stateFile.ts";
import { type ReadOutputs, pulumiOutputs } from "../pulumiOutputs.ts";
import { existingEnvironment } from "../region/environment.ts";
import { findRunning } from "../running/findOrStart.ts";
import { homeRegion, userPoolRegion } from "../running/user.ts";
import { type Revoke, revokeIn } from "./revoke.ts";
import { UsersError } from "./usersError.ts";

/** The environment of the platform that runs on this machine. */
export const localEnvironment = "local";

/** A user pool and how to reach it. */
export interface Directory {
  readonly cognito: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  /** For messages, such as `dev`. */
  readonly environment: string;
  /** Left out without `identity.revocation`. */
  readonly revoke?: Revoke | undefined;
  close(): void;
}

/** Which pool. */
export interface DirectoryChoice {
  /** A deployed environment, or {@link localEnvironment}. */
  readonly env: string;
  /** The edge of a running platform. @default the latest */
  readonly url?: string;
}

/**
 * Opens the user pool of an environment: the running platform's, or the one in the outputs of the home region's stack,
 * with the credentials that the AWS SDK finds.
 *
 * @param root - folder with `Pulumi.yaml`
 * @throws UsersError when there is none
 */
export async function openDirectory(
  root: string,
  { env: environment, url }: DirectoryChoice,
  readOutputs: ReadOutputs = pulumiOutputs(root),
): Promise<Directory> {
  if (environment === localEnvironment) {
    const running = await findRunning(root, url);
    if (running) return runningDirectory(running);
    throw new UsersError(
      'No platform runs on this machine. Start one with "npm start", or name a deployed environment with --env.',
    );
  }
  const { home } = await existingEnvironment(root, environment);
  const stack = `${environment}-${home!}`;
  const { userPoolId, denyListTable } = await readOutputs(stack);
  if (typeof userPoolId !== "string") {
    throw new UsersError(
      `Stack "${stack}" has no user pool. Deploy it: npm run deploy -- ${environment}`,
    );
  }
  const config = { region: home!, ...patient };
  return connected(config, { environment, userPoolId, denyListTable });
}

/** Opens the user pool of a running platform. */
export function runningDirectory(state: PlatformState): Directory {
  const region = homeRegion(state);
  const running = userPoolRegion(state);
  const credentials = running.accessKey ?? { accessKeyId: "none", secretAccessKey: "none" };
  const config = { endpoint: running.aws, region, credentials, ...patient };
  return connected(config, { ...running, environment: localEnvironment });
}

interface Outputs extends Pick<Directory, "environment" | "userPoolId"> {
  readonly denyListTable?: unknown;
}

function connected(
  config: CognitoIdentityProviderClientConfig & DynamoDBClientConfig,
  { environment, userPoolId, denyListTable }: Outputs,
): Directory {
  const cognito = new CognitoIdentityProviderClient(config);
  const dynamodb = new DynamoDBClient(config);
  const close = () => {
    cognito.destroy();
    dynamodb.destroy();
  };
  const revoke = typeof denyListTable === "string" ? revokeIn(dynamodb, denyListTable) : undefined;
  return { cognito, userPoolId, environment, revoke, close };
}

/**
 * Cognito refuses what exceeds an account's rates, such as 50 new users a second; the SDK then slows down.
 * Source: Cognito Developer Guide, "Quotas in Amazon Cognito"; SDK, `retryMode`.
 */
const patient = { retryMode: "adaptive", maxAttempts: 10 };
