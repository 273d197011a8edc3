import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { inside } from "../inside.ts";

/** Number of starts whose logs are kept, including this one. */
const keptStarts = 5;

/** Access for this user only, because logs may hold callers' data. */
const onlyMine = 0o700;

/**
 * The log files of one start of the platform, one for each process, function and access log, with
 * names like `us-east-1/orders`.
 */
export class Logs {
  readonly folder: string;
  readonly #descriptors = new Map<string, number>();
  /** Lines of this turn of the event loop, by log name. */
  readonly #lines = new Map<string, string>();

  /** @param parent - receives a folder for this start; folders of old starts are removed */
  constructor(parent: string) {
    const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
    this.folder = join(parent, `${time}-${process.pid}`);
    mkdirSync(this.folder, { recursive: true, mode: onlyMine });
    for (const old of readdirSync(parent).sort().slice(0, -keptStarts)) {
      rmSync(join(parent, old), { recursive: true, force: true });
    }
  }

  /**
   * Path of a log, for processes that write it themselves.
   *
   * @throws PathError when the name leads out of the folder
   */
  fileOf(name: string): string {
    const file = inside(this.folder, `${name.replaceAll(" ", "-")}.log`, "The log name");
    mkdirSync(dirname(file), { recursive: true });
    return file;
  }

  write(name: string, line: string): void {
    if (this.#lines.size === 0) setImmediate(() => this.#flush());
    this.#lines.set(name, `${this.#lines.get(name) ?? ""}${line}\n`);
  }

  close(): void {
    this.#flush();
    for (const descriptor of this.#descriptors.values()) closeSync(descriptor);
    this.#descriptors.clear();
  }

  /** Writes a turn's lines synchronously, which costs less than handing them to another thread. */
  #flush(): void {
    const lines = [...this.#lines];
    this.#lines.clear();
    for (const [name, text] of lines) {
      try {
        writeSync(this.#descriptorOf(name), text);
      } catch {
        // On a full disk, only the lines are lost.
      }
    }
  }

  #descriptorOf(name: string): number {
    let descriptor = this.#descriptors.get(name);
    if (descriptor === undefined) {
      this.#descriptors.set(name, (descriptor = openSync(this.fileOf(name), "a")));
    }
    return descriptor;
  }
}
