import { ProjectError } from "../../project/stackConfig.ts";
import { readRestApis, type RestApiModel } from "../gateway/index.ts";
import { offlineStack } from "./offlineStack.ts";

/** A region's API as the program declares it. */
interface OfflineApi {
  readonly region: string;
  readonly api: RestApiModel;
}

/**
 * The API of a region's stack, evaluated without AWS or the local AWS endpoint.
 *
 * @param root - folder with `Pulumi.yaml`
 * @param only - the region; the environment's home region if left out
 * @throws ProjectError when the stack does not exist or has no REST API
 */
export async function offlineApi(
  root: string,
  environment: string,
  only?: string,
): Promise<OfflineApi> {
  const { region, resources } = await offlineStack(root, environment, only);
  const [api] = readRestApis(resources);
  if (api === undefined) {
    throw new ProjectError(
      `The stack of ${environment} in ${region} has no REST API. Choose a stack that declares one.`,
    );
  }
  return { region, api };
}
