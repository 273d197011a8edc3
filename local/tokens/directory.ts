import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { type Directory, patient } from "../../project/users/directory.ts";
import type { PlatformState } from "../stateFile.ts";
import { homeRegion, userPoolRegion } from "../userPoolRegion.ts";

/** The environment of the platform that runs on this machine. */
export const localEnvironment = "local";

/** How clients of AWS reach the user pool of a running platform. */
export function userPoolConfig(state: Pick<PlatformState, "regions">) {
  const { aws: endpoint, accessKey } = userPoolRegion(state);
  const credentials = accessKey ?? { accessKeyId: "none", secretAccessKey: "none" };
  return { endpoint, region: homeRegion(state), credentials, ...patient };
}

/** Opens the user pool of a running platform. */
export function directoryOf(state: Pick<PlatformState, "regions">): Directory {
  const cognito = new CognitoIdentityProviderClient(userPoolConfig(state));
  const { userPoolId } = userPoolRegion(state);
  return { cognito, userPoolId, environment: localEnvironment, close: () => cognito.destroy() };
}
