import {
  checkStackConfigs,
  type Project,
  ProjectError,
  readStackSettings,
  type StackSettings,
  stacksOf,
} from "../project/stackConfig.ts";

/** A stack of an environment, as its `stacks/Pulumi.<name>.yaml` describes it. */
export interface EnvironmentStack {
  readonly name: string;
  readonly region: string;
  readonly home: boolean;
  readonly canary: boolean;
  readonly edge: boolean;
  /** What encrypts its secrets, such as `awskms://alias/…`; the backend's own way if left out. */
  readonly secretsProvider?: string | undefined;
}

/**
 * An environment's stacks: the home region's, the other regions', the edge's.
 *
 * @param regions - which regions; all of them, and the edge, if left out
 * @returns those, and the environment's others
 * @throws ProjectError when the environment has no stack, or none in one of the regions, or when a
 * stack's name and region do not match
 */
export async function readEnvironment(
  project: Project,
  environment: string,
  regions: readonly string[] | undefined,
): Promise<{ stacks: EnvironmentStack[]; others: EnvironmentStack[] }> {
  const names = await stacksOf(project, environment);
  const read = await Promise.all(
    names.map(async (name) => ({ name, ...(await readStackSettings(project, name)) })),
  );
  await checkStackConfigs(project, read);
  const all = read.map((stack) => describe(project, environment, stack));
  all.sort((a, b) => place(a) - place(b));
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
  const chosen = ({ region, edge }: EnvironmentStack) =>
    regions === undefined || (!edge && regions.includes(region));
  return { stacks: all.filter(chosen), others: all.filter((stack) => !chosen(stack)) };
}

const place = ({ home, edge }: EnvironmentStack): number => (home ? 0 : edge ? 2 : 1);

function describe(
  project: Project,
  environment: string,
  { name, config, secretsProvider }: StackSettings & { readonly name: string },
): EnvironmentStack {
  const region = config["aws:region"];
  if (!region) throw new ProjectError(`Stack "${name}" has no region: set aws:region in its file.`);
  const edge = name === `${environment}-edge`;
  // A copied file whose region was left as it was would deploy a second platform there.
  if (!edge && name !== `${environment}-${region}`) {
    throw new ProjectError(
      `Stack "${name}" has aws:region ${region}. A stack is named after its region: set another ` +
        `region in its file, or rename it to Pulumi.${environment}-${region}.yaml.`,
    );
  }
  return {
    name,
    region,
    edge,
    home: !edge && config[`${project.name}:homeRegion`] === region,
    canary: !edge && config[`${project.name}:canary`] === "true",
    secretsProvider,
  };
}

/** What environments there are, in words. */
async function environmentsIn(project: Project): Promise<string> {
  const names = await stacksOf(project, undefined);
  const environments = new Set(names.map((name) => name.split("-")[0]!));
  return environments.size === 0 ? "no stack at all" : [...environments].sort().join(", ");
}
