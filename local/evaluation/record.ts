import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { DeployedEnvironment } from "../deployment/environment.ts";
import { functionType } from "../lambda/readFunctions.ts";
import { bundlesOf } from "../reload/bundles.ts";
import type { FileReads } from "../reload/fileReads.ts";
import type { Definition, DefinitionRequest, Dependencies } from "./calls.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { deleteRecording, type Recording, writeRecording } from "./recording.ts";

interface Evaluated {
  readonly request: DefinitionRequest;
  readonly definition: Definition;
  readonly dependencies: Dependencies;
  readonly reads: FileReads;
  readonly stacks: Recording["stacks"];
}

/** Keeps an evaluation for the next start. Without a fingerprint of all that it depends on, none is kept. */
export async function recordEvaluation(
  { dependencies, ...evaluated }: Evaluated,
  { stacks: deployed }: DeployedEnvironment,
  endpoints: ReadonlyMap<string, AwsEndpoint>,
): Promise<void> {
  const { root } = evaluated.request;
  const resources = deployed.flatMap((stack) => stack.resources);
  const bundles = await bundlesOf(resources, root);
  // Nothing tells of other bundles what they are made of.
  const areKnown = resources.every(
    ({ type, outputs }) =>
      type !== functionType || bundles.some((each) => each.functions.has(String(outputs["name"]))),
  );
  const at = Math.min(...dependencies.reads.map((read) => read.at));
  // What npm has installed; of packages that others have installed, nothing tells.
  const packages = `${root}/node_modules/.package-lock.json`;
  const sources = bundles.flatMap((bundle) => [...bundle.sources]);
  const others = [packages, ...sources, ...settingsOf(sources, root)];
  // The evaluation writes bundles. What it declares of them is compared by its content.
  const isWritten = (path: string) => bundles.some(({ folder }) => path.startsWith(`${folder}/`));
  const isPackage = (path: string) => path.startsWith(`${root}/node_modules/`);
  const fingerprint =
    areKnown &&
    existsSync(packages) &&
    fingerprintOf({
      ...dependencies,
      reads: [
        ...dependencies.reads.filter(({ path }) => !isPackage(path) && !isWritten(path)),
        ...others.map((path) => ({ kind: "files", path, at }) as const),
      ],
    });
  if (!fingerprint) return deleteRecording(evaluated.request);
  const urls = Object.fromEntries([...endpoints].map(([region, { url }]) => [region, url]));
  await writeRecording({ ...evaluated, fingerprint, urls });
}

/** Files, which may be missing, that decide how esbuild reads sources. */
function settingsOf(sources: readonly string[], root: string): string[] {
  const folders = new Set<string>([root]);
  const add = (folder: string): void => {
    if (folders.has(folder) || !folder.startsWith(root)) return;
    add(dirname(folder));
    folders.add(folder);
  };
  for (const source of sources) add(dirname(source));
  return [...folders].flatMap((folder) => [`${folder}/tsconfig.json`, `${folder}/package.json`]);
}
