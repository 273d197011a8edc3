import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const reaperFile = fileURLToPath(new URL("reaper.mjs", import.meta.url));

/** Time for processes to end before they are killed, in ms. */
const graceMs = 5_000;

/** Lines that `lastLines` returns at most: an uncaught error of Node.js begins with its place, and has up to ten frames. */
const keptLines = 30;

/** Time for the output of an ended process to arrive, in ms: its own children may keep it open. */
const outputMs = 200;

export interface Child {
  readonly pid: number;
  /** Resolves with the reason when the process has ended, by itself or by `stop`. */
  readonly exited: Promise<string>;
  /** The last lines that it has printed, at most 30. */
  lastLines(): Promise<string[]>;
  /** Terminates its process group, and kills it after a grace period. */
  stop(): Promise<void>;
}

export interface SpawnOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Its standard input, which other processes cannot read. @default empty */
  readonly input?: string;
}

/**
 * The processes and folders of a platform. `close` ends and removes them; if the platform is
 * killed, the reaper process does so.
 */
export class Children {
  readonly #log: (name: string, line: string) => void;
  readonly #reaper: ChildProcess;
  readonly #children = new Set<Child>();
  readonly #folders: string[] = [];
  #closed = false;

  /** @param log - receives each line of output, with the child's name */
  constructor(log: (name: string, line: string) => void) {
    this.#log = log;
    this.#reaper = spawn(process.execPath, [reaperFile], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.#reaper.unref();
    this.#reaper.stdin!.on("error", () => {}); // If it was killed, `close` still does its work.
  }

  /** Set while the processes are being ended, when calls to them are expected to fail. */
  get closing(): boolean {
    return this.#closed;
  }

  /** Starts a process in a group of its own, out of reach of the terminal's Ctrl-C. */
  spawn(name: string, command: string, args: string[], options: SpawnOptions): Child {
    if (this.#closed) throw new Error(`${name} was not started: the platform is stopping.`);
    const { input, ...rest } = options;
    const child = spawn(command, args, {
      ...rest,
      detached: true,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    child.stdin?.on("error", () => {}); // It ended before it read its input; `exited` has the reason.
    child.stdin?.end(input);
    const { exited, lastLines } = this.#watch(name, child);
    const handle: Child = {
      pid: child.pid ?? 0,
      exited,
      lastLines,
      stop: () => stop(child, exited),
    };
    this.#children.add(handle);
    void exited.then(() => this.#children.delete(handle));
    return handle;
  }

  /**
   * Adds a process that was started elsewhere, which is killed if the platform is killed. It must lead a
   * process group.
   */
  adopt(child: ChildProcess): void {
    this.#tell(`group ${child.pid}`);
    child.once("exit", () => this.#tell(`ended ${child.pid}`));
  }

  /**
   * Adds a process that was started elsewhere and changes things outside of this machine's processes. If the
   * platform is killed, it is interrupted and finishes what it does, before the other processes end.
   */
  letFinish(child: ChildProcess): void {
    this.#tell(`finish ${child.pid}`);
    child.once("exit", () => this.#tell(`ended ${child.pid}`));
  }

  /** Adds a folder, which is removed at the end. */
  ownFolder(folder: string): void {
    this.#folders.push(folder);
    this.#tell(`folder ${folder}`);
  }

  /** Ends every process and removes every folder. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#children].map((child) => child.stop()));
    await Promise.all(
      this.#folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })),
    );
    this.#tell("done");
    this.#reaper.stdin!.end();
  }

  #watch(name: string, child: ChildProcess): Pick<Child, "exited" | "lastLines"> {
    const lines: string[] = [];
    const closed = [child.stdout!, child.stderr!].map(async (input) => {
      const reader = createInterface({ input }).on("line", (line) => {
        this.#log(name, line);
        if (lines.push(line) > keptLines) lines.shift();
      });
      await once(reader, "close");
    });
    const lastLines = async () => {
      await Promise.race([Promise.all(closed), pause(outputMs)]);
      return lines;
    };
    return { exited: this.#ended(child), lastLines };
  }

  #ended(child: ChildProcess): Promise<string> {
    return new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => {
        this.#tell(`ended ${child.pid}`);
        resolve(signal ?? `exit code ${code}`);
      });
      if (child.pid !== undefined) this.#tell(`group ${child.pid}`);
    });
  }

  #tell(line: string): void {
    if (this.#reaper.stdin!.writable) this.#reaper.stdin!.write(`${line}\n`);
  }
}

async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  signalGroup(child.pid, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child.pid!, "SIGKILL"), graceMs);
  await exited;
  clearTimeout(timer);
  // Its own children that are still running.
  signalGroup(child.pid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}
