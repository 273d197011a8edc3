import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { PlatformState } from "../../local/stateFile.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A platform started by `npm start`, as by a user. */
export class PlatformProcess {
  readonly child: ChildProcess;
  /** Its output so far. */
  output = "";
  readonly exited: Promise<number | null>;
  readonly #waiting = new Set<() => void>();

  readonly #folder: string;

  /** Starts `npm start -- <args>` in a copy of the project. */
  static in(folder: string, ...args: string[]): PlatformProcess {
    return new PlatformProcess({ folder }, ...args);
  }

  /** The same, which keeps its data there for the next start. */
  static keeping(folder: string, ...args: string[]): PlatformProcess {
    return new PlatformProcess({ folder, keeps: true }, ...args);
  }

  /** Starts `npm start -- <args>` empty, without the developer's data; in the project itself, without watching its files. */
  constructor(...all: (string | { readonly folder: string; readonly keeps?: boolean })[]) {
    const [first] = all;
    const { folder, keeps = false } = typeof first === "object" ? first : { folder: root };
    this.#folder = folder;
    const given = all.filter((each) => typeof each === "string");
    const args = [
      ...(keeps ? [] : ["--no-keep"]),
      ...(folder === root ? ["--no-watch"] : []),
      ...given,
    ];
    this.child = spawn("npm", ["start", "--", ...args], {
      cwd: this.#folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      createInterface({ input: stream }).on("line", (line) => {
        this.output += `${line}\n`;
        for (const look of this.#waiting) look();
      });
    }
    this.exited = new Promise((resolve) => this.child.once("close", resolve));
  }

  /** Resolves with the first matching line of output; fails if the platform ends first. */
  async line(pattern: RegExp): Promise<string> {
    const printed = new Promise<string>((resolve) => {
      const look = () => {
        const line = this.output.split("\n").find((candidate) => pattern.test(candidate));
        if (line === undefined) return;
        this.#waiting.delete(look);
        resolve(line);
      };
      this.#waiting.add(look);
      look();
    });
    const ended = this.exited.then((code) => {
      throw new Error(`npm start ended with ${code} before ${pattern}:\n${this.output}`);
    });
    return Promise.race([printed, ended]);
  }

  /** Waits until it is ready. @returns its published state */
  async ready(): Promise<PlatformState> {
    await this.line(/^ready/);
    return JSON.parse(
      await readFile(`${this.#folder}/.local/platform.json`, "utf8"),
    ) as PlatformState;
  }

  /** Acts like Ctrl-C: signals npm and everything it runs. */
  interrupt(signal: NodeJS.Signals = "SIGINT"): void {
    process.kill(-this.child.pid!, signal);
  }

  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.interrupt();
    return this.exited;
  }
}
