import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

/** A Pulumi project as its `Pulumi.yaml` describes it, as far as evaluating it needs. */
export interface Project {
  readonly name: string;
  /** Absolute path of the folder with `Pulumi.yaml`. */
  readonly directory: string;
  /** Absolute path of the program's entry. */
  readonly main: string;
  /** Absolute path of the folder with the stack files. */
  readonly stackDirectory: string;
  /** Values of config keys that a stack does not set, by full key. */
  readonly defaults: Record<string, unknown>;
}

/** The project can't be read, or has no stack of that name. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}

interface ProjectFile {
  name: string;
  main?: string;
  stackConfigDir?: string;
  config?: Record<string, { default?: unknown }>;
}

/**
 * Reads a project.
 *
 * @param directory - the folder that holds `Pulumi.yaml`
 */
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
 * Names of the project's stacks of one environment, sorted: `<environment>-<region>`.
 *
 * @param environment - all environments if `undefined`
 */
export async function stacksOf(
  project: Project,
  environment: string | undefined,
): Promise<string[]> {
  const files = await readdir(project.stackDirectory);
  const stacks = files
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .filter((stack) => environment === undefined || stack.startsWith(`${environment}-`));
  return stacks.sort();
}

/** A stack as its file `Pulumi.<name>.yaml` describes it. */
export interface StackSettings {
  /**
   * Its config as the engine hands it to the program: every value a string, objects and lists as
   * JSON, the project's defaults filled in.
   */
  readonly config: Record<string, string>;
  /** What encrypts its secrets, such as `awskms://alias/…`; the backend's own way if left out. */
  readonly secretsProvider: string | undefined;
}

interface StackFile {
  config?: Record<string, unknown>;
  secretsprovider?: string;
}

/** @throws ProjectError when there is no such stack */
export async function readStackSettings(project: Project, stack: string): Promise<StackSettings> {
  const path = join(project.stackDirectory, `Pulumi.${stack}.yaml`);
  const text = await readFile(path, "utf8").catch(() => {
    throw new ProjectError(`There is no stack "${stack}": ${path} does not exist.`);
  });
  const { config, secretsprovider }: StackFile = parse(text) ?? {};
  const values = Object.entries({ ...project.defaults, ...config });
  return {
    config: Object.fromEntries(values.map(([key, value]) => [key, asText(value)])),
    secretsProvider: secretsprovider,
  };
}

/**
 * A stack's config alone: see `StackSettings`.
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
