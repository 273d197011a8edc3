import { readArchive } from "../graph/archive.ts";
import type { Unserved } from "../graph/replay.ts";
import type { Resource } from "../graph/resource.ts";
import { inside } from "../inside.ts";
import { functionName, functionType } from "../lambda/readFunctions.ts";
import { readServices } from "../tasks/index.ts";
import { startCommand } from "../tasks/startCommand.ts";
import { servableApi } from "./servableApi.ts";

interface ServableOptions {
  readonly region: string;
  /** Folder that build contexts are relative to. */
  readonly root: string;
  readonly onUnserved: (unserved: Unserved) => void;
}

/**
 * Removes the resources of a region that can't be served.
 *
 * @returns `undefined` if no REST API remains
 */
export async function servable(
  resources: Resource[],
  { region, root, onUnserved }: ServableOptions,
): Promise<Resource[] | undefined> {
  const checks: Record<string, (resource: Resource) => Resource | Promise<Resource>> = {
    [functionType]: assertRunnable,
    "aws:ecs/service:Service": (service) => assertStartable(service, resources, root),
    [restApiType]: (api) =>
      servableApi(api, resources, region, (name, reason) =>
        onUnserved({ type: api.type, name: `${api.name} ${name}`, reason }),
      ),
  };
  const kept: Resource[] = [];
  for (const resource of resources) {
    const { type, name } = resource;
    try {
      kept.push((await checks[type]?.(resource)) ?? resource);
    } catch (error) {
      onUnserved({ type, name, reason: (error as Error).message });
    }
  }
  return kept.some(({ type }) => type === restApiType) ? kept : undefined;
}

const restApiType = "aws:apigateway/restApi:RestApi";

async function assertRunnable(lambdaFunction: Resource): Promise<Resource> {
  const { runtime, code } = lambdaFunction.inputs;
  if (!String(runtime).startsWith("nodejs")) {
    throw new Error(
      `its runtime is ${String(runtime ?? "an image")}; only Node.js functions are served`,
    );
  }
  functionName(lambdaFunction);
  await readArchive(code);
  return lambdaFunction;
}

async function assertStartable(
  service: Resource,
  resources: Resource[],
  root: string,
): Promise<Resource> {
  const others = resources.filter(({ type }) => type !== service.type);
  const [spec] = readServices([...others, service], root);
  inside(root, service.name, "The service name");
  await startCommand(spec!.directory);
  return service;
}
