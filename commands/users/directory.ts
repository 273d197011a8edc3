import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { PlatformState } from "../../local/stateFile.ts";
import { type ReadOutputs, pulumiOutputs } from "../pulumiOutputs.ts";
import { existingEnvironment } from "../region/environment.ts";
import { findRunning } from "../running/findOrStart.ts";
import { homeRegion } from "../running/user.ts";
import { UsersError } from "./usersError.ts";

/** The environment of the platform that runs on this machine. */
export const localEnvironment = "local";

/** A user pool and how to reach it. */
export interface Directory {
  readonly cognito: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  /** For messages, such as `dev`. */
  readonly environment: string;
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
  const userPoolId = (await readOutputs(stack))["userPoolId"];
  if (typeof userPoolId !== "string") {
    throw new UsersError(
      `Stack "${stack}" has no user pool. Deploy it: npm run deploy -- ${environment}`,
    );
  }
  return {
    cognito: new CognitoIdentityProviderClient({ region: home!, ...patient }),
    userPoolId,
    environment,
  };
}

function runningDirectory(state: PlatformState): Directory {
  const region = homeRegion(state);
  const { aws, accessKey, userPoolId } = state.regions[region] ?? Object.values(state.regions)[0]!;
  const credentials = accessKey ?? { accessKeyId: "none", secretAccessKey: "none" };
  const cognito = new CognitoIdentityProviderClient({
    endpoint: aws,
    region,
    credentials,
    ...patient,
  });
  return { cognito, userPoolId, environment: localEnvironment };
}

/**
 * Cognito refuses what exceeds an account's rates, such as 50 new users a second; the SDK then slows down.
 * Source: Cognito Developer Guide, "Quotas in Amazon Cognito"; SDK, `retryMode`.
 */
const patient = { retryMode: "adaptive", maxAttempts: 10 };
