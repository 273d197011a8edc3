import { pathToFileURL } from "node:url";
import { type RestApiModel, readRestApis } from "../gateway/index.ts";
import { evaluateStack } from "../graph/evaluate.ts";
import { ProjectError, readProject } from "../../project/stackConfig.ts";
import { madeUpProvider } from "./madeUp.ts";
import { environmentStacks } from "./stacks.ts";

/** A region's API as the program declares it. */
export interface OfflineApi {
  readonly region: string;
  readonly api: RestApiModel;
}

/**
 * The API of a region, its stack evaluated without AWS or its stand-in: names, ARNs and ids in it are
 * made up.
 *
 * @param root - folder with `Pulumi.yaml`
 * @param only - the region; the environment's home region if left out
 * @throws ProjectError when there is no such stack, or no REST API in it
 */
export async function offlineApi(
  root: string,
  environment: string,
  only?: string,
): Promise<OfflineApi> {
  const project = await readProject(root);
  const [stack] = await environmentStacks(project, environment, only ? [only] : undefined);
  const { name, region, config } = stack!;
  const { default: program } = (await import(pathToFileURL(project.main).href)) as {
    default: () => Promise<Record<string, unknown>>;
  };
  const spec = { project: project.name, stack: name, config, program };
  const { resources } = await evaluateStack(spec, madeUpProvider(region), () => undefined);
  const [api] = readRestApis(resources);
  if (api === undefined) throw new ProjectError(`The stack "${name}" has no REST API.`);
  return { region, api };
}
