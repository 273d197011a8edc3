import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { PlatformState } from "../../local/stateFile.ts";
import { localEnvironment, userPoolConfig } from "../../local/tokens/directory.ts";
import { userPoolRegion } from "../../local/userPoolRegion.ts";
import { type Directory, patient } from "../../project/users/directory.ts";
import { UsersError } from "../../project/users/usersError.ts";
import { type ReadOutputs, pulumiOutputs } from "../pulumiOutputs.ts";
import { existingEnvironment } from "../region/environment.ts";
import { findRunning } from "../running/findOrStart.ts";
import { revokeIn } from "./revoke.ts";

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
function runningDirectory(state: PlatformState): Directory {
  const outputs = { ...userPoolRegion(state), environment: localEnvironment };
  return connected(userPoolConfig(state), outputs);
}

interface Outputs extends Pick<Directory, "environment" | "userPoolId"> {
  readonly denyListTable?: unknown;
}

function connected(
  config:
    ReturnType<typeof userPoolConfig> | { region: string; retryMode: string; maxAttempts: number },
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
