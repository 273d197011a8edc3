import type { AwsEndpoint } from "../aws/endpoint.ts";
import { type Replayed, replay, type Unserved } from "../graph/replay.ts";
import type { Properties, Resource } from "../graph/resource.ts";
import { createProvider } from "../provider/index.ts";
import { type ExportFile, locateAny, locateFor, readExportFile } from "./exportFiles.ts";
import { servable } from "./servable.ts";
import type { LoadedRegion, StackSource } from "./source.ts";

export interface ExportOptions {
  /** Files that `pulumi stack export` wrote. */
  readonly files: string[];
  /** Folder that paths in the exports may start from, beside the export's own. */
  readonly root: string;
  /** Told each resource that can't be served; the rest goes on without it. */
  readonly onUnserved: (unserved: Unserved) => void;
  /** Whether they are of the project's own program, whose paths may lead anywhere. @default false */
  readonly areOwn?: boolean;
  /** Asked before anything of the exports is used; throws where somebody disagrees. @default agreed */
  readonly agree?: (exports: readonly ExportFile[]) => Promise<void>;
}

/** No region of the exports has anything to serve. */
export class NothingServedError extends Error {
  override readonly name = "NothingServedError";
}

/**
 * Exported stacks of any program. Several stacks of one region are served as one.
 *
 * @throws StackExportError when a file is no export
 */
export async function exportSource(options: ExportOptions): Promise<StackSource> {
  const exports = await Promise.all(options.files.map(readExportFile));
  await options.agree?.(exports);
  const regions = [...new Set(exports.map(({ exported }) => exported.region))];
  return { regions, load: (endpoints) => load(exports, regions, endpoints, options) };
}

/** @throws NothingServedError when no region has a REST API that can be served */
async function load(
  exports: ExportFile[],
  regions: string[],
  endpoints: ReadonlyMap<string, AwsEndpoint>,
  { root, areOwn = false, onUnserved }: ExportOptions,
): Promise<LoadedRegion[]> {
  const stacks = exports.map(({ file, exported }) => {
    const { name, region } = exported;
    const aws = endpoints.get(region)!;
    return {
      exported,
      provider: createProvider({ region, accountId: aws.accountId, stack: name, aws }),
      locate: areOwn ? locateAny(file, root) : locateFor(file, root),
      file,
    };
  });
  const [{ accountId }] = [...endpoints.values()] as [AwsEndpoint];
  const replayed = await replay(stacks, accountId, onUnserved);

  const loaded: LoadedRegion[] = [];
  for (const region of regions) {
    const ofRegion = replayed.filter((_, index) => exports[index]!.exported.region === region);
    const merged = merge(ofRegion);
    const resources = await servable(merged.resources, { region, root, onUnserved });
    if (resources) loaded.push({ region, resources, outputs: merged.outputs });
    else onUnserved({ type: "region", name: region, reason: "has no REST API to serve" });
  }
  if (loaded.length === 0) {
    throw new NothingServedError(
      `${exports.map(({ file }) => file).join(", ")}: there is no REST API that can be served.`,
    );
  }
  return loaded;
}

function merge(stacks: Replayed[]): Replayed {
  const resources = stacks.flatMap((stack) => stack.resources);
  const outputs = Object.assign({}, ...stacks.map((stack) => stack.outputs)) as Properties;
  return { resources, outputs: { ...userOutputs(resources), ...outputs } };
}

/** What tools need for signing in, as the outputs of Palisade's own stacks have it. */
function userOutputs(resources: Resource[]): Properties {
  const first = (type: string) => resources.find((resource) => resource.type === type);
  const pool = first("aws:cognito/userPool:UserPool");
  return {
    userPoolId: pool?.id,
    clientId: first("aws:cognito/userPoolClient:UserPoolClient")?.id,
    issuer: pool && `https://${String(pool.outputs["endpoint"])}`,
  };
}
