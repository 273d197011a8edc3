import { readArchive } from "../graph/archive.ts";
import type { Unserved } from "../graph/replay.ts";
import type { Resource } from "../graph/resource.ts";
import { inside } from "../inside.ts";
import { functionName, functionType } from "../lambda/readFunctions.ts";
import { readServices } from "../tasks/index.ts";
import { startCommand } from "../tasks/startCommand.ts";
import { deployedStages } from "./restApi/deployedStages.ts";
import { servableApi } from "./restApi/servableApi.ts";
import { servableSettings } from "./restApi/settings.ts";

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
  given: Resource[],
  { region, root, onUnserved }: ServableOptions,
): Promise<Resource[] | undefined> {
  const resources = [...given, ...deployedStages(given)];
  const problems = new Map<Resource, string>();
  const keep = async (
    resource: Resource,
    check: () => Resource | Promise<Resource>,
  ): Promise<Resource[]> => {
    try {
      return [await check()];
    } catch (error) {
      const { message } = error as Error;
      problems.set(resource, message);
      onUnserved({ type: resource.type, name: resource.name, reason: message });
      return [];
    }
  };

  const kept: Resource[] = [];
  for (const resource of resources) {
    if (resource.type === restApiType) continue;
    const check = () => checkOf(resource, resources, root);
    kept.push(...(await keep(resource, check)));
  }
  const functionProblem = (functionArn: string): string | undefined => {
    const found = resources.find(
      ({ type, outputs }) => type === functionType && outputs["arn"] === functionArn,
    );
    if (found === undefined) return `the function ${functionArn} is not in the exports`;
    const problem = problems.get(found);
    return problem && `the function "${found.name}" is not served: ${problem}`;
  };
  const apis: Resource[] = [];
  for (const api of resources.filter(({ type }) => type === restApiType)) {
    const onUnservedPart = (part: string, reason: string) =>
      onUnserved({ type: api.type, name: `${api.name} ${part}`, reason });
    const options = { region, functionProblem, onUnserved: onUnservedPart };
    apis.push(...(await keep(api, () => servableApi(api, [...kept, api], options))));
  }
  return apis.length === 0 ? undefined : servableSettings([...kept, ...apis], onUnserved);
}

const restApiType = "aws:apigateway/restApi:RestApi";

function checkOf(
  resource: Resource,
  resources: Resource[],
  root: string,
): Resource | Promise<Resource> {
  if (resource.type === functionType) return assertRunnable(resource);
  if (resource.type === serviceType) return assertStartable(resource, resources, root);
  return resource;
}

const serviceType = "aws:ecs/service:Service";

async function assertRunnable(lambdaFunction: Resource): Promise<Resource> {
  const { runtime, code, layers } = lambdaFunction.inputs;
  if (!String(runtime).startsWith("nodejs")) {
    throw new Error(
      `its runtime is ${String(runtime ?? "an image")}; only Node.js functions are served`,
    );
  }
  if (((layers ?? []) as unknown[]).length > 0) {
    throw new Error("it has layers, which are not served");
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
