import { join, sep } from "node:path";
import { readProject } from "../../project/stackConfig.ts";
import { moduleGraph, type Owners } from "../reload/index.ts";
import type { LoadedStacks } from "../sources/source.ts";

/**
 * The files of a project's definition: the program's modules and those beside the stack files that check them, the environment's
 * stack files, and what the program read.
 */
export async function definitionFiles(
  root: string,
  environment: string,
  { reads = { files: [], folders: [], asked: [] } }: LoadedStacks,
): Promise<Owners["definition"]> {
  const { main, stackDirectory } = await readProject(root);
  const checks = ["config.ts", "preflight.ts"].map((file) => join(stackDirectory, file));
  const modules = await moduleGraph(root, [main, ...checks]);
  const stackFile = join(stackDirectory, `Pulumi.${environment}-`);
  const projectFile = join(root, "Pulumi.yaml");
  return {
    modules,
    reads,
    includes: (path) =>
      path === projectFile ||
      (path.startsWith(stackFile) &&
        path.endsWith(".yaml") &&
        !path.slice(stackFile.length).includes(sep)),
  };
}
