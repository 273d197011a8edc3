import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsEndpoint } from "../../local/aws/endpoint.ts";
import { startEndpoint } from "../../local/aws/miniStack.ts";
import { CallRecorder, callsOf } from "../../local/calls/index.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import type { Resource } from "../../local/graph/resource.ts";
import { Logs } from "../../local/process/logs.ts";
import { createProvider } from "../../local/provider/index.ts";
import { Region } from "../../local/region/index.ts";
import { LocalSecrets } from "../../local/secrets/index.ts";
import { Children } from "../../project/children.ts";

export const region = "us-east-1";

/** Argument of a process that records its calls, as `npm start` does. */
export const records = "records";

/** Arguments of the benchmarks' regions. */
export const regionArgs = { region, zones: [`${region}a`, `${region}b`], production: false };

/** A region that this process serves until the benchmark disconnects from it. */
export interface StartedRegion<Outputs> {
  readonly aws: AwsEndpoint;
  readonly outputs: Outputs;
  /** Address of the API whose name contains a text. */
  readonly urlOf: (api: string) => string;
}

/**
 * Serves a program's region as `npm start` does.
 *
 * @param program - declares the region
 * @param adjusted - changes a resource before it is served
 */
export async function startRegion<Outputs extends Record<string, unknown>>(
  program: () => Promise<Outputs>,
  adjusted: (resource: Resource) => Resource,
): Promise<StartedRegion<Outputs>> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-bench-"));
  const logs = new Logs(join(folder, "logs"));
  const children = new Children((name, line) => logs.write(name, line));
  children.ownFolder(folder);
  process.once("disconnect", () => void children.close().then(() => process.exit()));
  // Ctrl-C reaches the whole process group, so this process ignores it and ends when the benchmark disconnects.
  process.on("SIGINT", () => {});

  const announce = () => {};
  const aws = await startEndpoint({ region, children, folder, announce });
  const { resources, outputs } = await evaluateStack(
    { project: "palisade", stack: "bench", config: { "aws:region": region }, program },
    createProvider({ region, accountId: aws.accountId, stack: "bench", aws }),
    () => undefined,
  );
  const served = new Region({
    name: region,
    resources: resources.map(adjusted),
    aws,
    port: 0,
    root: process.cwd(),
    folder,
    children,
    logs,
    secrets: new LocalSecrets(new Map(), "bench"),
    announce,
    ...(process.argv.includes(records) && { calls: callsOf(new CallRecorder(), region) }),
    jwksUriOf: (poolArn) => aws.jwksUri(poolArn.slice(poolArn.lastIndexOf("/") + 1)),
  });
  await served.start();
  return {
    aws,
    outputs: outputs as Outputs,
    urlOf: (api) => served.apis.find(({ name }) => name.includes(api))!.url,
  };
}

/** Replaces a placeholder for a service's address: `httpProxy` accepts HTTPS only, the benchmarks use HTTP. */
export function withAddress(resource: Resource, placeholder: string, address: string): Resource {
  const { body } = resource.outputs;
  if (typeof body !== "string") return resource;
  return {
    ...resource,
    outputs: { ...resource.outputs, body: body.replaceAll(placeholder, address) },
  };
}
