import { createWriteStream, mkdirSync, readdirSync, rmSync, type WriteStream } from "node:fs";
import { dirname, join } from "node:path";

/** Starts whose logs are kept, this one included. */
const keptStarts = 5;

/**
 * The log files of one start of the platform: one for each process, function and access log, by a
 * name like `us-east-1/orders`.
 */
export class Logs {
  readonly folder: string;
  readonly #streams = new Map<string, WriteStream>();

  /** @param parent - gets a folder for this start; those of the oldest starts are removed from it */
  constructor(parent: string) {
    const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
    this.folder = join(parent, `${time}-${process.pid}`);
    mkdirSync(this.folder, { recursive: true });
    for (const old of readdirSync(parent).sort().slice(0, -keptStarts)) {
      rmSync(join(parent, old), { recursive: true, force: true });
    }
  }

  write(name: string, line: string): void {
    let stream = this.#streams.get(name);
    if (!stream) {
      const file = join(this.folder, `${name.replaceAll(" ", "-")}.log`);
      mkdirSync(dirname(file), { recursive: true });
      this.#streams.set(name, (stream = createWriteStream(file, { flags: "a" })));
    }
    // What is written in one turn of the event loop goes to the file at once.
    if (stream.writableCorked === 0) {
      const corked = stream;
      corked.cork();
      setImmediate(() => corked.uncork());
    }
    stream.write(`${line}\n`);
  }

  async close(): Promise<void> {
    const closing = [...this.#streams.values()].map(
      (stream) => new Promise<void>((resolve) => stream.end(resolve)),
    );
    await Promise.all(closing);
  }
}
