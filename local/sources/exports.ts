import type { AwsEndpoint } from "../aws/endpoint.ts";
import { type Replayed, replay, type Unserved } from "../graph/replay.ts";
import type { Properties, Resource } from "../graph/resource.ts";
import { createProvider } from "../provider/index.ts";
import { type ExportFile, locateAny, locateFor, readExportFile } from "./exportFiles.ts";
import { servable } from "./servable.ts";
import type { LoadedStacks, StackSource } from "./source.ts";

export interface ExportOptions {
  /** Files that `pulumi stack export` wrote. */
  readonly files: string[];
  /** Folder of the project, where paths in the exports are looked up after the export's folder. */
  readonly root: string;
  /** Called for each resource that is not served; the others are. */
  readonly onUnserved: (unserved: Unserved) => void;
  /** Whether the exports are of the project's own program, which may use any path. @default false */
  readonly areOwn?: boolean;
  /** Asks for consent before the exports are used; throws without it. @default no question */
  readonly agree?: (exports: readonly ExportFile[]) => Promise<void>;
}

/** None of the exported regions has a REST API that can be served. */
class NothingServedError extends Error {
  override readonly name = "NothingServedError";
}

/**
 * Serves exported stacks of any program. Stacks of the same region are served as one.
 *
 * @throws StackExportError when a file is not an export
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
): Promise<LoadedStacks> {
  const stacks = exports.map(({ file, exported }) => {
    const { name, region } = exported;
    const aws = endpoints.get(region)!;
    const elsewhere = async (other: string) => endpoints.get(other);
    const context = { region, accountId: aws.accountId, stack: name, aws, elsewhere };
    return {
      exported,
      provider: createProvider(context),
      locate: areOwn ? locateAny(file, root) : locateFor(file, root),
      file,
    };
  });
  const [{ accountId }] = [...endpoints.values()] as [AwsEndpoint];
  const replayed = await replay(stacks, accountId, onUnserved);

  const loaded: LoadedStacks = { regions: [], edges: [] };
  for (const region of regions) {
    const ofRegion = replayed.filter((_, index) => exports[index]!.exported.region === region);
    const merged = merge(ofRegion);
    const resources = await servable(merged.resources, { region, root, onUnserved });
    if (resources) loaded.regions.push({ region, resources, outputs: merged.outputs });
    else if (merged.resources.some(({ type }) => type === distributionType)) {
      loaded.edges.push({ region, ...merged });
    } else onUnserved({ type: "region", name: region, reason: "has no REST API to serve" });
  }
  if (loaded.regions.length === 0) {
    throw new NothingServedError(
      `${exports.map(({ file }) => file).join(", ")}: no REST API can be served. The messages above explain why.`,
    );
  }
  return loaded;
}

const distributionType = "aws:cloudfront/distribution:Distribution";

function merge(stacks: Replayed[]): Replayed {
  const resources = stacks.flatMap((stack) => stack.resources);
  const outputs = Object.assign({}, ...stacks.map((stack) => stack.outputs)) as Properties;
  return { resources, outputs: { ...userOutputs(resources), ...outputs } };
}

/** The outputs of Palisade's own stacks that tools need to sign in. */
function userOutputs(resources: Resource[]): Properties {
  const first = (type: string) => resources.find((resource) => resource.type === type);
  const pool = first("aws:cognito/userPool:UserPool");
  return {
    userPoolId: pool?.id,
    clientId: first("aws:cognito/userPoolClient:UserPoolClient")?.id,
    issuer: pool && `https://${String(pool.outputs["endpoint"])}`,
  };
}
