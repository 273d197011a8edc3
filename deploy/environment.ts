import {
  checkStackConfigs,
  type Project,
  ProjectError,
  readStackSettings,
  type StackSettings,
  stacksOf,
} from "../project/stackConfig.ts";

/** A stack of an environment, as its stack file describes it. */
export interface EnvironmentStack {
  readonly name: string;
  readonly region: string;
  readonly home: boolean;
  readonly canary: boolean;
  readonly edge: boolean;
  /** Availability zones, empty for an edge. */
  readonly zones: readonly string[];
  /** IPv4 range of its VPC, empty for an edge. */
  readonly cidrBlock: string;
  /** Key that encrypts its secrets, such as `awskms://alias/…`. `undefined` uses the backend's default. */
  readonly secretsProvider?: string | undefined;
}

/**
 * An environment's stacks in order: the home region, the other regions, the edge.
 *
 * @param regions - regions to deploy; all, and the edge, if left out
 * @returns the stacks to deploy, and the environment's others
 * @throws ProjectError when the environment or a region has no stack, or a stack's name and region
 * do not match
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
      `Environment "${environment}" does not exist: ${project.stackDirectory} has no file ` +
        `Pulumi.${environment}-<region>.yaml. Its environments: ${await environmentsIn(project)}.`,
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
  // A copied file with an unchanged region would deploy a second platform there.
  if (!edge && name !== `${environment}-${region}`) {
    throw new ProjectError(
      `Stack "${name}" has aws:region ${region}, but must be named after its region. Set another ` +
        `region in its file, or rename the file to Pulumi.${environment}-${region}.yaml.`,
    );
  }
  const get = (key: string) => (edge ? "" : (config[`${project.name}:${key}`] ?? ""));
  return {
    name,
    region,
    edge,
    zones: JSON.parse(get("zones") || "[]") as string[],
    cidrBlock: get("cidrBlock"),
    home: !edge && config[`${project.name}:homeRegion`] === region,
    canary: !edge && config[`${project.name}:canary`] === "true",
    secretsProvider,
  };
}

/** The names of all environments, for errors. */
async function environmentsIn(project: Project): Promise<string> {
  const names = await stacksOf(project, undefined);
  const environments = new Set(names.map((name) => name.split("-")[0]!));
  return environments.size === 0 ? "none" : [...environments].sort().join(", ");
}
