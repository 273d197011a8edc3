import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Project, requireNoFaults } from "../../project/stackConfig.ts";
import type { StackSpec } from "../graph/evaluate.ts";
import type { SecretOwner } from "../secrets/index.ts";
import { environmentStacks } from "../sources/stacks.ts";
import type { Definition } from "./calls.ts";

/** What `preflight.ts` beside the stack files may export. */
interface Preflight {
  /** Checks a stack's config against the platform; returns a message per fault. */
  readonly checkPlatform?: (stack: string, config: Readonly<Record<string, string>>) => string[];
  /** Services and functions of an environment with the variables whose values are secrets. */
  readonly secretOwners?: (environment: string) => SecretOwner[];
}

/**
 * Loads a project's program and checks its stack files and its definition.
 *
 * @param regions - regions of the environment; all if left out
 * @throws ProjectError when the environment has no stack in one of the regions
 * @throws StackConfigError with the faults of the stack files
 * @throws any error of the project's own modules
 */
export async function readDefinition(
  project: Project,
  environment: string,
  regions: string[] | undefined,
): Promise<Definition & Pick<StackSpec, "program">> {
  const stacks = await environmentStacks(project, environment, regions);
  const { default: program } = await importOwn<{ default: StackSpec["program"] }>(project.main);
  const file = join(project.stackDirectory, "preflight.ts");
  const preflight = existsSync(file) ? await importOwn<Preflight>(file) : {};
  requireNoFaults(
    stacks.flatMap(({ name, config, edge }) =>
      edge ? [] : (preflight.checkPlatform?.(name, config) ?? []),
    ),
  );
  const secretOwners = preflight.secretOwners?.(environment) ?? [];
  return { project: project.name, stacks, program, secretOwners };
}

const importOwn = async <Module>(file: string): Promise<Module> =>
  (await import(pathToFileURL(file).href)) as Module;
