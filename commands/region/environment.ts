import { readdir } from "node:fs/promises";
import {
  checkStackConfigs,
  type Project,
  readProject,
  readStackConfig,
  stacksOf,
} from "../../project/stackConfig.ts";
import { splitStackName } from "../../project/stackName.ts";
import { RegionError } from "./regionError.ts";

/** A region's stack, as its file describes it. */
export interface RegionStack {
  readonly name: string;
  readonly region: string;
  /** See `StackSettings`. */
  readonly config: Readonly<Record<string, string>>;
}

/** An environment by its stack files, which are valid and agree with each other. */
export interface Environment {
  readonly project: Project;
  readonly name: string;
  /** `undefined` without stack files. */
  readonly home: string | undefined;
  /** The home region first, the others sorted. */
  readonly regions: readonly RegionStack[];
  /** The edge's stack. */
  readonly edge: RegionStack | undefined;
}

/**
 * Reads an environment, which may have no stack files yet.
 *
 * @param root - folder with `Pulumi.yaml`
 * @throws StackConfigError
 */
export async function readEnvironment(root: string, name: string): Promise<Environment> {
  const project = await readProject(root);
  const names = await stacksOf(project, name);
  const stacks = await Promise.all(
    names.map(async (stack) => ({ name: stack, config: await readStackConfig(project, stack) })),
  );
  await checkStackConfigs(project, stacks);
  const regions = stacks.flatMap((stack) => {
    const region = splitStackName(stack.name)?.region;
    return region === undefined ? [] : [{ ...stack, region }];
  });
  const home = regions[0] && setting(project, regions[0], "homeRegion");
  const edge = stacks.find((stack) => stack.name === `${name}-edge`);
  return {
    ...{ project, name, home },
    regions: regions.toSorted((a, b) => Number(b.region === home) - Number(a.region === home)),
    edge: edge && { ...edge, region: edge.config["aws:region"] ?? "us-east-1" },
  };
}

/** @throws RegionError when the environment has no stack files; the message lists those that have */
export async function existingEnvironment(root: string, name: string): Promise<Environment> {
  const environment = await readEnvironment(root, name);
  if (environment.regions.length > 0) return environment;
  const others = await environmentsOf(environment.project);
  throw new RegionError(
    `Environment "${name}" has no stack files. Environments: ${others.join(", ") || "none"}.`,
  );
}

/** A setting as text; `""` if neither the stack file nor `Pulumi.yaml` has it. */
export const setting = (
  { name }: Project,
  { config }: Pick<RegionStack, "config">,
  key: string,
): string => config[`${name}:${key}`] ?? "";

/** A setting that is a list or an object. */
export const decodedSetting = (project: Project, stack: RegionStack, key: string): unknown =>
  JSON.parse(setting(project, stack, key) || "null");

async function environmentsOf({ stackDirectory }: Project): Promise<string[]> {
  const names = (await readdir(stackDirectory)).flatMap((file) => {
    const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? "";
    return splitStackName(stack)?.environment ?? [];
  });
  return [...new Set(names)].sort();
}
