import { join } from "node:path";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Resource } from "../graph/resource.ts";
import { createFunctionRuntime, type FunctionRuntime } from "../lambda/index.ts";
import { readFunction } from "../lambda/readFunctions.ts";
import type { RegionNetwork } from "../network/regionNetwork.ts";
import type { Logs } from "../process/logs.ts";
import type { Children } from "../../project/children.ts";
import type { TaskCredentials } from "../tasks/index.ts";

interface StartOptions {
  readonly region: string;
  readonly aws: AwsEndpoint;
  /** Folder for unpacked code. */
  readonly folder: string;
  readonly children: Children;
  readonly logs: Logs;
  /** Whether a REST API calls it to authorize requests. */
  readonly isAuthorizer: boolean;
  readonly network: RegionNetwork;
  readonly socketFolder: string;
  readonly credentials: TaskCredentials;
}

/** Starts a function's first instance, with its role's credentials. */
export async function startFunction(
  resource: Resource,
  { region, aws, folder, children, logs, ...options }: StartOptions,
): Promise<FunctionRuntime> {
  const spec = await readFunction(resource, join(folder, region));
  // Authorizers that fetch a pool's keys read it too.
  const cognito = { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: aws.url };
  const runtime = createFunctionRuntime(
    {
      ...spec,
      environment: {
        AWS_ENDPOINT_URL: aws.url,
        ...(options.isAuthorizer && cognito),
        ...(await options.network.awsVariables(["function", spec.arn], region)),
        ...spec.environment,
        ...options.credentials.environmentFor(String(resource.inputs["role"])),
      },
      hosts: options.network.hostsFor(spec.arn),
      onUnreachable: (name) => options.network.reportUnreachable(["function", spec.arn], name),
      socketFolder: options.socketFolder,
      logFile: logs.fileOf(`${region}/${spec.name}`),
    },
    { temporaryFolder: folder, onProcess: (child) => children.adopt(child) },
  );
  await runtime.warm();
  return runtime;
}
