import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, realpath, rm, watch, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { detachedPulumi } from "../pulumiCommand.ts";

/**
 * The program of the fake. It records every command except `version`. `wait` ends 100 ms after its
 * first interrupt, which leaves time to count a second one.
 */
const script = `
import { execFileSync } from "node:child_process";
import { appendFileSync, renameSync, writeFileSync } from "node:fs";

const args = process.argv.slice(2);
const [command, ...rest] = args;
const known = {
  version: () => console.log("v3.240.1"),
  stack: () => rest[0] === "ls" && console.log(process.env.FAKE_STACKS ?? "[]"),
  report: () =>
    process.stdout.write(JSON.stringify({ args, folder: process.cwd(), env: process.env })),
  say: () => {
    process.stdout.write(rest[0]);
    process.stderr.write(rest[1]);
    process.exitCode = Number(rest[2] ?? 0) || 0;
  },
  wait: () => {
    let interrupts = 0;
    const running = setInterval(() => {}, 1000);
    process.on("SIGINT", () => {
      interrupts += 1;
      if (interrupts > 1) return;
      setTimeout(() => {
        clearInterval(running);
        process.stdout.write(\`interrupted \${interrupts} times\`);
      }, 100);
    });
    const group = Number(execFileSync("ps", ["-o", "pgid=", "-p", String(process.pid)]));
    writeFileSync(new URL("waits.part", import.meta.url), JSON.stringify({ pid: process.pid, group }));
    renameSync(new URL("waits.part", import.meta.url), new URL("waits", import.meta.url));
  },
};
if (command !== "version") appendFileSync(new URL("log", import.meta.url), JSON.stringify(args) + "\\n");
known[command]();
`;

interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

interface RunOptions {
  readonly onOutput?: (text: string) => void;
  readonly onError?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** A minimal executable `pulumi` in a separate folder. */
export class FakePulumi {
  readonly folder: string;
  /** Functions that interrupt the running processes. */
  readonly running = new Set<() => void>();
  /** Ids of the processes that end if the deployment is killed. */
  readonly previews: (number | undefined)[] = [];
  /** Ids of the processes that finish then. */
  readonly started: (number | undefined)[] = [];
  readonly #path = process.env["PATH"];
  #command: Promise<PulumiCommand> | undefined;

  static async create(): Promise<FakePulumi> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "fake-pulumi-")));
    await writeFile(join(folder, "fake.mjs"), script);
    const start = `#!/bin/sh\nexec "${process.execPath}" "${folder}/fake.mjs" "$@"\n`;
    await writeFile(join(folder, "pulumi"), start);
    await chmod(join(folder, "pulumi"), 0o755);
    await writeFile(join(folder, "log"), "");
    return new FakePulumi(folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** The fake for the Automation API. */
  command(): Promise<PulumiCommand> {
    this.#command ??= detachedPulumi(join(this.folder, "pulumi"), {
      onStart: (interrupt) => {
        this.running.add(interrupt);
        return () => this.running.delete(interrupt);
      },
      adopt: ({ pid }) => this.previews.push(pid),
      letFinish: ({ pid }) => this.started.push(pid),
    });
    return this.#command;
  }

  /** Runs a command as the Automation API does. */
  async run(
    args: string[],
    env: Record<string, string> = {},
    { onOutput, onError, signal }: RunOptions = {},
  ): Promise<CommandResult> {
    const { run } = (await this.command()) as unknown as {
      run(...all: unknown[]): Promise<CommandResult>;
    };
    return run(args, this.folder, env, onOutput, onError, signal);
  }

  /** Resolves with the id and the group of the next process that waits. */
  async waits(): Promise<{ pid: number; group: number }> {
    const file = join(this.folder, "waits");
    for await (const { filename } of watch(this.folder)) {
      if (filename === "waits" && existsSync(file)) break;
    }
    const found = JSON.parse(await readFile(file, "utf8"));
    await rm(file);
    return found;
  }

  /** The commands that were run since the last call, each with its arguments. */
  async commands(): Promise<string[][]> {
    const log = await readFile(join(this.folder, "log"), "utf8");
    await writeFile(join(this.folder, "log"), "");
    return log
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as string[]);
  }

  async remove(): Promise<void> {
    process.env["PATH"] = this.#path;
    await rm(this.folder, { recursive: true, force: true });
  }
}
