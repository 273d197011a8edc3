import {
  environmentsOf,
  checkStackConfigs,
  type Project,
  ProjectError,
  readStackConfig,
  stacksOf,
} from "../../project/stackConfig.ts";

/** A stack of the environment, with its config. */
export interface EnvironmentStack {
  readonly name: string;
  readonly region: string;
  readonly config: Record<string, string>;
  /** True for the stack in front of the regions. */
  readonly edge: boolean;
}

/**
 * Returns the stacks of an environment as `stacksOfEnvironment` does, and checks their config.
 *
 * @throws StackConfigError with the faults of the stack files
 */
export async function environmentStacks(
  project: Project,
  environment: string,
  regions?: string[],
): Promise<EnvironmentStack[]> {
  return chosen(project, environment, regions, (stacks) => checkStackConfigs(project, stacks));
}

/**
 * Returns the stacks of an environment, that of the home region first: the others refer to its outputs. The edge,
 * if there is one, is last.
 *
 * @param regions - regions of the environment; all if left out. Without the home region, the first one
 *   becomes home
 * @throws ProjectError when the environment has no stack in one of the regions
 */
export async function stacksOfEnvironment(
  project: Project,
  environment: string,
  regions?: string[],
): Promise<EnvironmentStack[]> {
  return chosen(project, environment, regions, async () => {});
}

async function chosen(
  project: Project,
  environment: string,
  regions: string[] | undefined,
  check: (stacks: readonly EnvironmentStack[]) => Promise<void>,
): Promise<EnvironmentStack[]> {
  const names = await stacksOf(project, environment);
  const stacks = await Promise.all(
    names.map(async (name) => {
      const config = await readStackConfig(project, name);
      const edge = name === `${environment}-edge`;
      return { name, region: config["aws:region"] ?? "", config, edge };
    }),
  );
  await check(stacks);
  const all = stacks.filter(({ edge }) => !edge);
  const known = all.map(({ region }) => region);
  const missing = regions?.filter((region) => !known.includes(region)) ?? [];
  if (all.length === 0 || missing.length > 0) {
    const named = missing.map((region) => `"${environment}-${region}"`).join(", ");
    const environments = known.length === 0 ? await environmentsOf(project) : [];
    throw new ProjectError(
      `${project.stackDirectory} has no stack ${named || `of environment "${environment}"`}` +
        (known.length > 0 ? `; "${environment}" has the regions ${known.join(", ")}` : "") +
        (environments.length > 0 ? `; the environments are ${environments.join(", ")}` : "") +
        `. Add a file Pulumi.<environment>-<region>.yaml, or choose another environment or region.`,
    );
  }
  const wanted = regions
    ? regions.map((region) => all.find((stack) => stack.region === region)!)
    : all;
  const edges = stacks.filter(({ edge }) => edge);
  return homeFirst(wanted, edges, `${project.name}:homeRegion`);
}

function homeFirst(
  stacks: EnvironmentStack[],
  edges: EnvironmentStack[],
  key: string,
): EnvironmentStack[] {
  const home = stacks.find(({ region, config }) => config[key] === region) ?? stacks[0]!;
  const others = stacks.filter((stack) => stack !== home);
  return [home, ...others, ...edges].map((stack) => ({
    ...stack,
    config: { ...stack.config, [key]: home.region },
  }));
}
