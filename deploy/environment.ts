import {
  type Project,
  ProjectError,
  readStackConfig,
  stacksOf,
} from "../local/graph/stackConfig.ts";

/** A stack of an environment, as its `stacks/Pulumi.<name>.yaml` describes it. */
export interface EnvironmentStack {
  readonly name: string;
  readonly region: string;
  readonly home: boolean;
  readonly canary: boolean;
  readonly edge: boolean;
}

/**
 * An environment's stacks.
 *
 * @param regions - which regions; all of them, and the edge, if left out
 * @throws ProjectError when the environment has no stack, or none in one of the regions
 */
export async function readEnvironment(
  project: Project,
  environment: string,
  regions: readonly string[] | undefined,
): Promise<EnvironmentStack[]> {
  const names = await stacksOf(project, environment);
  const all = await Promise.all(names.map((name) => readStack(project, environment, name)));
  if (all.length === 0) {
    throw new ProjectError(
      `There is no environment "${environment}": ${project.stackDirectory} has no file ` +
        `Pulumi.${environment}-<region>.yaml. It has ${await environmentsIn(project)}.`,
    );
  }
  const known = all.filter(({ edge }) => !edge).map(({ region }) => region);
  const unknown = regions?.filter((region) => !known.includes(region)) ?? [];
  if (unknown.length > 0) {
    throw new ProjectError(
      `"${environment}" has no stack in ${unknown.join(", ")}; it has ${known.join(", ")}.`,
    );
  }
  return regions ? all.filter(({ region, edge }) => !edge && regions.includes(region)) : all;
}

async function readStack(
  project: Project,
  environment: string,
  name: string,
): Promise<EnvironmentStack> {
  const config = await readStackConfig(project, name);
  const region = config["aws:region"];
  if (!region) throw new ProjectError(`Stack "${name}" has no region: set aws:region in its file.`);
  const edge = name === `${environment}-edge`;
  return {
    name,
    region,
    edge,
    home: !edge && config[`${project.name}:homeRegion`] === region,
    canary: !edge && config[`${project.name}:canary`] === "true",
  };
}

/** What environments there are, in words. */
async function environmentsIn(project: Project): Promise<string> {
  const names = await stacksOf(project, undefined);
  const environments = new Set(names.map((name) => name.split("-")[0]!));
  return environments.size === 0 ? "no stack at all" : [...environments].sort().join(", ");
}
