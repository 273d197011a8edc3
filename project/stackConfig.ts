import { existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { splitStackName } from "./stackName.ts";

/** A Pulumi project, from its `Pulumi.yaml`. */
export interface Project {
  readonly name: string;
  /** Absolute path of the folder with `Pulumi.yaml`. */
  readonly directory: string;
  /** Absolute path of the program's entry file. */
  readonly main: string;
  /** Absolute path of the folder with the stack files. */
  readonly stackDirectory: string;
  /** Default values of config keys, by full key. */
  readonly defaults: Record<string, unknown>;
}

/** The project cannot be read, or has no such stack. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}

/** Stack files contain invalid config. */
class StackConfigError extends Error {
  override readonly name = "StackConfigError";

  constructor(faults: readonly string[]) {
    const list = faults.map((fault) => `\n  - ${fault}`).join("");
    super(faults.length === 1 ? faults[0] : `The stack files have ${faults.length} faults:${list}`);
  }
}

interface ProjectFile {
  name: string;
  main?: string;
  stackConfigDir?: string;
  config?: Record<string, { default?: unknown }>;
}

/** @param directory - the folder that holds `Pulumi.yaml` */
export async function readProject(directory: string): Promise<Project> {
  const file: ProjectFile = parse(await readFile(join(directory, "Pulumi.yaml"), "utf8"));
  const defaults = Object.entries(file.config ?? {})
    .filter(([, schema]) => schema.default !== undefined)
    .map(([key, schema]) => [`${file.name}:${key}`, schema.default]);
  return {
    name: file.name,
    directory,
    main: join(directory, file.main ?? "index.ts"),
    stackDirectory: join(directory, file.stackConfigDir ?? "."),
    defaults: Object.fromEntries(defaults),
  };
}

/**
 * Names of an environment's stacks, sorted.
 *
 * @param environment - `undefined` for all environments
 */
export async function stacksOf(
  project: Project,
  environment: string | undefined,
): Promise<string[]> {
  const files = await readdir(project.stackDirectory);
  const stacks = files
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .filter((stack) => environment === undefined || belongsTo(environment, stack));
  return stacks.sort();
}

/** The environments that have stacks, sorted. */
export async function environmentsOf(project: Project): Promise<string[]> {
  const names = (await stacksOf(project, undefined)).map(
    (stack) => splitStackName(stack)?.environment,
  );
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

/** `dev-qa-us-east-1` belongs to `dev-qa`, not to `dev`. */
const belongsTo = (environment: string, stack: string): boolean =>
  stack.startsWith(`${environment}-`) &&
  [environment, undefined].includes(splitStackName(stack)?.environment);

/** A stack's name and its config. */
interface NamedConfig {
  readonly name: string;
  readonly config: Record<string, string>;
}

/** What `config.ts` beside the stack files may export; each returns a message per fault. */
interface StackChecks {
  /** Checks one stack file by itself. */
  readonly checkConfig?: (stack: string, config: Record<string, string>) => string[];
  /** Checks an environment's stack files against each other. */
  readonly checkEnvironment?: (stacks: readonly NamedConfig[]) => string[];
}

/**
 * Checks the stack files of an environment with the project's own checks.
 *
 * @param stacks - all stacks of the environment
 * @throws StackConfigError with the faults of all files; those between files only if each is valid
 */
export async function checkStackConfigs(
  { stackDirectory }: Project,
  stacks: readonly NamedConfig[],
): Promise<void> {
  const file = join(stackDirectory, "config.ts");
  if (!existsSync(file)) return;
  const checks = (await import(pathToFileURL(file).href)) as StackChecks;
  const faults = stacks.flatMap(({ name, config }) => checks.checkConfig?.(name, config) ?? []);
  requireNoFaults(faults);
  requireNoFaults(checks.checkEnvironment?.(stacks) ?? []);
}

/** @throws StackConfigError with the faults of stack files, if there are any */
export function requireNoFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new StackConfigError(faults);
}

/** The contents of a stack file, `Pulumi.<stack>.yaml`. */
export interface StackSettings {
  /**
   * The config as the engine passes it to the program: every value a string, objects and lists as
   * JSON, with the project's defaults.
   */
  readonly config: Record<string, string>;
  /** Key that encrypts its secrets, such as `awskms://alias/…`. `undefined` uses the backend's default. */
  readonly secretsProvider: string | undefined;
}

interface StackFile {
  config?: Record<string, unknown>;
  secretsprovider?: string;
}

/** @throws ProjectError when there is no such stack, or its file is not valid YAML */
export async function readStackSettings(project: Project, stack: string): Promise<StackSettings> {
  const path = join(project.stackDirectory, `Pulumi.${stack}.yaml`);
  const status = await stat(path).catch(() => undefined);
  if (!status) throw new ProjectError(`Stack "${stack}" does not exist: create ${path}.`);
  // A read of a pipe or a device would never end.
  if (!status.isFile()) {
    throw new ProjectError(
      `${relative(project.directory, path)} is not a file: replace it with one.`,
    );
  }
  return parseStackSettings(project, stack, await readFile(path, "utf8"));
}

/**
 * The settings in a stack file's text.
 *
 * @throws ProjectError when the text is not valid YAML
 */
export function parseStackSettings(project: Project, stack: string, text: string): StackSettings {
  const path = join(project.stackDirectory, `Pulumi.${stack}.yaml`);
  const { config, secretsprovider } = parseStackFile(text, relative(project.directory, path));
  const values = Object.entries({ ...project.defaults, ...config });
  return {
    config: Object.fromEntries(values.map(([key, value]) => [key, asText(value)])),
    secretsProvider: secretsprovider,
  };
}

function parseStackFile(text: string, file: string): StackFile {
  try {
    const content = (parse(text) ?? {}) as StackFile;
    // An alias within its own anchor is only found when the content is read.
    JSON.stringify(content);
    return content;
  } catch (error) {
    throw new ProjectError(`${file} is not valid YAML: ${(error as Error).message}`);
  }
}

/**
 * Reads only the config of a stack: see `StackSettings`.
 *
 * @throws ProjectError when there is no such stack
 */
export async function readStackConfig(
  project: Project,
  stack: string,
): Promise<Record<string, string>> {
  return (await readStackSettings(project, stack)).config;
}

const asText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);
