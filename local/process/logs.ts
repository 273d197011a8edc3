import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { inside } from "../inside.ts";

/** Starts whose logs are kept, this one included. */
const keptStarts = 5;

/** Functions and services may print what callers send. */
const onlyMine = 0o700;

/**
 * The log files of one start of the platform: one for each process, function and access log, by a
 * name like `us-east-1/orders`.
 */
export class Logs {
  readonly folder: string;
  readonly #descriptors = new Map<string, number>();
  /** Written in this turn of the event loop, by name. */
  readonly #lines = new Map<string, string>();

  /** @param parent - gets a folder for this start; those of the oldest starts are removed from it */
  constructor(parent: string) {
    const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
    this.folder = join(parent, `${time}-${process.pid}`);
    mkdirSync(this.folder, { recursive: true, mode: onlyMine });
    for (const old of readdirSync(parent).sort().slice(0, -keptStarts)) {
      rmSync(join(parent, old), { recursive: true, force: true });
    }
  }

  /**
   * Where a log stands, for those who write it themselves.
   *
   * @throws PathError when the name leads elsewhere
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

  /** What one turn of the event loop wrote, at once: handing it to another thread would cost more. */
  #flush(): void {
    const lines = [...this.#lines];
    this.#lines.clear();
    for (const [name, text] of lines) {
      try {
        writeSync(this.#descriptorOf(name), text);
      } catch {
        // A full disk costs the lines, not the platform.
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
