import { type ChildProcess, fork } from "node:child_process";
import module from "node:module";
import { fileURLToPath } from "node:url";
import type { Opened, Request } from "./host.ts";

const program = fileURLToPath(new URL("host.ts", import.meta.url));
const typescript = new URL("../../../project/typescript.mjs", import.meta.url).href;

/** Number of commands for which a host is used. Each leaves 30 MB behind: modules are never unloaded. */
const longestUse = 20;

/** Whether this version of Node can load a program's files anew: from 22.15 on. */
const canReload = "registerHooks" in module;

/** The program and the providers for one command of the engine. */
export interface Attached {
  /** The engine's variables. */
  readonly env: Record<string, string>;
  /** Call it after the command. */
  close(outcome: { readonly code: number }): void;
}

let host: Host | undefined;

/**
 * Serves a program and its providers in a process that stays, for a third of the work of a command that starts
 * them. Older versions of Node start them all the same. tests/engine/{deploy,engine,policy,refusals}.test.ts
 * start them always, as users do.
 *
 * @param folder - of the program
 * @param env - of the account
 */
export async function attach(folder: string, env: Record<string, string>): Promise<Attached> {
  if (!canReload) return { env: {}, close: () => {} };
  if (!host?.canServe(folder)) {
    host?.retire();
    host = new Host();
  }
  return host.open(folder, env);
}

/** The process, as its parent sees it. */
class Host {
  readonly #child: ChildProcess;
  readonly #opening = new Map<number, (opened: Opened) => void>();
  readonly #ended: Promise<never>;
  #folder = "";
  #commands = 0;
  #open = 0;
  #retired = false;

  constructor() {
    this.#child = fork(program, {
      // Pulumi's runtime keeps a stack trace for each promise. One line is left for errors.
      execArgv: ["--import", typescript, "--stack-trace-limit=1"],
      // This process's own output is a report.
      stdio: ["ignore", 2, 2, "ipc"],
    });
    this.#child.on("message", (message: Opened) => {
      this.#opening.get(message.opened)?.(message);
      this.#opening.delete(message.opened);
    });
    this.#ended = new Promise((_, reject) =>
      this.#child.once("exit", (code, signal) => {
        this.#retired = true;
        reject(new Error(`The host of programs ended (${signal ?? code}).`));
      }),
    );
    this.#ended.catch(() => {});
    // It ends with this process, whose end closes the channel.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** Whether a program in this folder can be served now. */
  canServe(folder: string): boolean {
    const isFree = this.#open === 0 || this.#folder === folder;
    return isFree && !this.#retired && this.#commands < longestUse;
  }

  async open(folder: string, env: Record<string, string>): Promise<Attached> {
    this.#folder = folder;
    this.#open++;
    const command = ++this.#commands;
    const opened = new Promise<Opened>((resolve) => this.#opening.set(command, resolve));
    this.#child.channel?.ref();
    this.#send({ open: command, folder, env });
    const { env: variables } = await Promise.race([opened, this.#ended]).finally(() =>
      this.#child.channel?.unref(),
    );
    return {
      env: variables,
      close: ({ code }) => {
        this.#open--;
        this.#send({ close: command });
        // The program of a failed command may still wait for something.
        if (code !== 0 || this.#retired) this.retire();
      },
    };
  }

  /** Ends it after the commands that it serves. */
  retire(): void {
    this.#retired = true;
    if (this.#open === 0) this.#child.kill();
  }

  #send(request: Request): void {
    if (this.#child.connected) this.#child.send(request);
  }
}
