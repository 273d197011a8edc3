import { existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";

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

/** `dev-qa-us-east-1` belongs to `dev-qa`, not to `dev`. */
const belongsTo = (environment: string, stack: string): boolean =>
  stack.startsWith(`${environment}-`) &&
  [environment, undefined].includes(splitStackName(stack)?.environment);

/** @returns the parts of `<environment>-<region>`, `undefined` for another name */
export function splitStackName(
  stack: string,
): { readonly environment: string; readonly region: string } | undefined {
  const [, environment, region] = /^(.+)-([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(stack) ?? [];
  return environment && region ? { environment, region } : undefined;
}

/**
 * Checks stack files with the project's own `checkConfig`, which `config.ts` beside them exports:
 * it takes a stack's name and config and returns a message for each fault.
 *
 * @throws StackConfigError with the faults of all files
 */
export async function checkStackConfigs(
  { stackDirectory }: Project,
  stacks: readonly { readonly name: string; readonly config: Record<string, string> }[],
): Promise<void> {
  const file = join(stackDirectory, "config.ts");
  if (!existsSync(file)) return;
  const { checkConfig } = (await import(pathToFileURL(file).href)) as {
    checkConfig?: (stack: string, config: Record<string, string>) => string[];
  };
  const faults = stacks.flatMap(({ name, config }) => checkConfig?.(name, config) ?? []);
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
  const file = relative(project.directory, path);
  const status = await stat(path).catch(() => undefined);
  if (!status) throw new ProjectError(`Stack "${stack}" does not exist: create ${path}.`);
  // A read of a pipe or a device would never end.
  if (!status.isFile()) throw new ProjectError(`${file} is not a file: replace it with one.`);
  const { config, secretsprovider } = parseStackFile(await readFile(path, "utf8"), file);
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
