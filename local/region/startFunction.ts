import { rm } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { inside } from "../inside.ts";
import { createFunctionRuntime, type FunctionRuntime } from "../lambda/index.ts";
import {
  codeDigest,
  type ReadFunction,
  readFunction,
  unpackCode,
} from "../lambda/readFunctions.ts";
import type { NetworkRules, RegionNetwork } from "../network/regionNetwork.ts";
import type { Logs } from "../process/logs.ts";
import type { Children } from "../../project/children.ts";
import type { TaskCredentials } from "../tasks/index.ts";
import type { InvokedFunction } from "./definition.ts";

export interface FunctionOptions {
  /** The region's name. */
  readonly name: string;
  readonly aws: AwsEndpoint;
  /** Folder for unpacked code. */
  readonly folder: string;
  readonly children: Children;
  readonly logs: Logs;
  readonly network: RegionNetwork;
  readonly socketFolder: string;
  readonly credentials: TaskCredentials;
}

/** A function as it is to run. */
export interface FunctionPlan {
  readonly read: ReadFunction;
  /** Everything that its processes depend on, as plain data. */
  readonly source: unknown;
  readonly roleArn: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Reads a function and its code as they are now. */
export async function planFunction(
  { resource, isAuthorizer }: InvokedFunction,
  rules: NetworkRules,
  { aws, name: region, network }: FunctionOptions,
): Promise<FunctionPlan> {
  const read = await readFunction(resource);
  const variables = {
    AWS_ENDPOINT_URL: aws.url,
    // Authorizers that fetch a pool's keys read it too.
    ...(isAuthorizer && { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: aws.url }),
    ...(await network.awsVariables(["function", read.arn], region, rules)),
    ...read.environment,
  };
  const roleArn = String(resource.inputs["role"]);
  const { files: _, ...spec } = read;
  return { read, roleArn, variables, source: [spec, codeDigest(read), roleArn, variables] };
}

/** Whether a process that was started by one plan also fits the other. */
export const isSameFunction = (plan: FunctionPlan, other: FunctionPlan | undefined): boolean =>
  isDeepStrictEqual(plan.source, other?.source);

/** A function's processes and what its code is in. */
export interface StartedFunction {
  readonly runtime: FunctionRuntime;
  /** Lambda's error object as JSON if its modules do not load. */
  readonly problem: string | undefined;
  /** Ends its processes and removes its code. */
  close(): Promise<void>;
  /** The same, once no event is running. */
  retire(): Promise<void>;
}

/**
 * Starts a function's first instance, with its role's credentials.
 *
 * @param copy - distinguishes its folder from those of others of its name
 */
export async function startFunction(
  { read, roleArn, variables }: FunctionPlan,
  copy: number,
  rules: NetworkRules,
  { name: region, folder, children, credentials, logs, network, socketFolder }: FunctionOptions,
): Promise<StartedFunction> {
  const { files: _, ...spec } = read;
  const codeDirectory = inside(folder, `${region}/${spec.name}${copy === 1 ? "" : `.${copy}`}`);
  await unpackCode(read, codeDirectory);
  const runtime = createFunctionRuntime(
    {
      ...spec,
      codeDirectory,
      environment: { ...variables, ...credentials.environmentFor(roleArn) },
      hosts: network.hostsFor(spec.arn, rules),
      onUnreachable: (host) => network.reportUnreachable(["function", spec.arn], host),
      socketFolder,
      logFile: logs.fileOf(`${region}/${spec.name}`),
    },
    { temporaryFolder: folder, onProcess: (child) => children.adopt(child) },
  );
  const problem = await runtime.warm();
  const end = async (how: "close" | "retire") => {
    await runtime[how]();
    await rm(codeDirectory, { recursive: true, force: true });
  };
  return { runtime, problem, close: () => end("close"), retire: () => end("retire") };
}
