import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { check, format, resolveConfig } from "prettier";
import { NewError } from "./newError.ts";

/** Files to write, by path. Nothing is written before all of them are known. */
export class Changes {
  readonly #root: string;
  readonly #files = new Map<string, { readonly text: string; readonly isNew: boolean }>();

  constructor(root: string) {
    this.#root = root;
  }

  /** @throws NewError if it exists */
  create(path: string, text: string): void {
    if (existsSync(join(this.#root, path))) {
      throw new NewError(`${path} exists already. Choose another name, or move that file.`);
    }
    this.#files.set(path, { text, isNew: true });
  }

  /** @throws NewError if it does not exist */
  async change(path: string, edit: (text: string) => string): Promise<void> {
    const before = await this.read(path);
    const config = { ...(await resolveConfig(join(this.#root, path))), filepath: path };
    const after = edit(before);
    // A file in a format of its own keeps it.
    const text = (await check(before, config)) ? await format(after, config) : after;
    this.#files.set(path, { text, isNew: false });
  }

  /** @throws NewError if it does not exist */
  async read(path: string): Promise<string> {
    try {
      return await readFile(join(this.#root, path), "utf8");
    } catch {
      throw new NewError(`${path} is missing. Run the command in the project's root folder.`);
    }
  }

  exists(path: string): boolean {
    return existsSync(join(this.#root, path));
  }

  /** Writes the files: the new ones first, so that a running platform that reloads finds them. @returns a line for each */
  async write(): Promise<string[]> {
    const files = [...this.#files].sort(([, a], [, b]) => Number(b.isNew) - Number(a.isNew));
    for (const [path, { text }] of files) {
      await mkdir(dirname(join(this.#root, path)), { recursive: true });
      await writeFile(join(this.#root, path), text);
    }
    return files.map(([path, { isNew }]) => `  ${isNew ? "new    " : "changed"}  ${path}`);
  }
}
