import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { GoBuildError } from "../../project/engine/buildGoTool.ts";
import { offlineEngine } from "../../project/engine/environment.ts";
import { findPulumi, type Pulumi } from "../../project/engine/findPulumi.ts";
import { copyProgram, linkPackages } from "./copyProgram.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pluginFolders = [join(root, "local/provider/bin")];
/** Time limit for building the engine, in ms. */
const buildTimeoutMs = 15 * 60_000;
/** Time limit for one command, in ms. */
const commandTimeoutMs = 5 * 60_000;

/** The result of a CLI command. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The engine for a suite, to be called from its `before` hook. If there is none and it can't be built,
 * skips the suite and prints the reason; in CI, fails.
 */
export function engineOrSkip(context: Mocha.Context): Promise<Pulumi> {
  return builtOrSkip(context, findPulumi);
}

/** The same for any tool that is built if it is not installed. */
export async function builtOrSkip<Tool>(
  context: Mocha.Context,
  build: (announce: (message: string) => void) => Promise<Tool>,
): Promise<Tool> {
  context.timeout(buildTimeoutMs);
  try {
    return await build((message) => console.log(`    ${message}`));
  } catch (error) {
    if (process.env["CI"] || !(error instanceof GoBuildError)) throw error;
    console.log(`    skipped: ${error.message}`);
    return context.skip();
  }
}

/** A Pulumi program in a temporary folder, with separate stacks. */
export class Project {
  /** The program's folder, whose files tests may change. */
  readonly folder: string;
  readonly #pulumi: Pulumi;
  readonly #env: Record<string, string>;

  private constructor(folder: string, pulumi: Pulumi, env: Record<string, string>) {
    this.folder = folder;
    this.#pulumi = pulumi;
    this.#env = env;
  }

  /** An empty program with this project's packages. */
  static async create(pulumi: Pulumi): Promise<Project> {
    const parent = await mkdtemp(join(tmpdir(), "palisade-engine-"));
    const folder = join(parent, "program");
    await mkdir(folder);
    await linkPackages(folder);
    const env = await offlineEngine({ folder: join(parent, "engine"), pulumi, pluginFolders });
    return new Project(folder, pulumi, env);
  }

  /** Writes files by their path in the program's folder. */
  async write(files: Record<string, string>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true });
      await writeFile(join(this.folder, path), content);
    }
  }

  /**
   * Runs the CLI there, such as `pulumi(["up", "--yes", "--stack", "dev"])`.
   *
   * @param onStart - called with the CLI's process id
   */
  async pulumi(
    args: string[],
    env: Record<string, string> = {},
    onStart: (pid: number) => void = () => {},
  ): Promise<Outcome> {
    const child = spawn(this.#pulumi.command, [...args, "--non-interactive", "--color=never"], {
      cwd: this.folder,
      env: { ...this.#env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    onStart(child.pid!);
    const timer = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), commandTimeoutMs);
    const exited = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 1));
    });
    try {
      const [code, stdout, stderr] = await Promise.all([
        exited,
        text(child.stdout),
        text(child.stderr),
      ]);
      return { code, stdout, stderr };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Removes the program and its stacks. */
  async remove(): Promise<void> {
    await rm(dirname(this.folder), { recursive: true, force: true, maxRetries: 5 });
  }
}

const typescript = new URL("../../project/typescript.mjs", import.meta.url).href;

/**
 * Files of a project without its program, `index.ts`.
 *
 * @param more - further settings of `Pulumi.yaml`
 */
export const projectFiles = (name: string, more: object = {}): Record<string, string> => ({
  // JSON is YAML.
  "Pulumi.yaml": JSON.stringify({
    name,
    main: "index.ts",
    runtime: { name: "nodejs", options: { typescript: false, nodeargs: `--import ${typescript}` } },
    ...more,
  }),
  "package.json": JSON.stringify({ name, type: "module" }),
});

/** A copy of this project's program, without its tests. */
export async function copyProject(pulumi: Pulumi): Promise<Project> {
  const project = await Project.create(pulumi);
  await copyProgram(project.folder);
  return project;
}
