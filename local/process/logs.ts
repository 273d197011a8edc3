import { createWriteStream, mkdirSync, rmSync, type WriteStream } from "node:fs";
import { dirname, join } from "node:path";

/** The platform's log files: one for each process, function and access log, by a name like `us-east-1/orders`. */
export class Logs {
  readonly folder: string;
  readonly #streams = new Map<string, WriteStream>();

  /** @param folder - emptied first: a start begins its logs anew */
  constructor(folder: string) {
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  write(name: string, line: string): void {
    let stream = this.#streams.get(name);
    if (!stream) {
      const file = join(this.folder, `${name.replaceAll(" ", "-")}.log`);
      mkdirSync(dirname(file), { recursive: true });
      this.#streams.set(name, (stream = createWriteStream(file, { flags: "a" })));
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
