import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Properties } from "../graph/resource.ts";

/** The resource of a stack's program. */
export interface Owner {
  readonly stack: string;
  readonly name: string;
}

/** A resource that exists in a region. */
export interface InventoryEntry {
  /** Of a resource that a stack has created. */
  readonly owner?: Owner;
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** Types whose `arn` is that of another resource. */
const namesAnother: ReadonlySet<string> = new Set(["aws:cloudwatch/eventTarget:EventTarget"]);

/**
 * The resources of all stacks in a region, one file per resource, so stacks can be deployed at the
 * same time.
 */
export class Inventory {
  readonly #folder: string;
  /** Ids, ARNs and names of the resources. */
  readonly #known = new Set<string>();
  /** Entries by file, as they were last read or written. */
  readonly #entries = new Map<string, InventoryEntry>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Adds a new resource.
   *
   * @returns false if it exists already
   */
  async add(entry: InventoryEntry): Promise<boolean> {
    return this.#write(entry, async (part, file) => {
      try {
        await link(part, file);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
        throw error;
      } finally {
        await rm(part);
      }
    });
  }

  /** Replaces the state of a resource. */
  async put(entry: InventoryEntry): Promise<void> {
    await this.#write(entry, async (part, file) => {
      await rename(part, file);
      return true;
    });
  }

  async get(type: string, id: string, arn: unknown): Promise<InventoryEntry | undefined> {
    const entry = await this.#read(this.#fileOf({ type, id, outputs: { arn } }));
    if (entry || arn !== undefined) return entry;
    // An import only has the id.
    return (await this.list()).find((other) => other.type === type && other.id === id);
  }

  async remove(entry: Pick<InventoryEntry, "type" | "id" | "outputs">): Promise<void> {
    const file = this.#fileOf(entry);
    await rm(file, { force: true });
    this.#entries.delete(file);
    this.#known.clear();
  }

  async list(): Promise<InventoryEntry[]> {
    return this.#list((file) => this.#read(file));
  }

  /** All resources, without reading again those that are known: changes by other processes may be missing. */
  async listKnown(): Promise<InventoryEntry[]> {
    return this.#list((file) => this.#entries.get(file) ?? this.#read(file));
  }

  /** Whether a resource has this id, ARN or name. */
  async knows(reference: string): Promise<boolean> {
    if (this.#known.has(reference)) return true;
    // Another stack may have created it meanwhile.
    for (const entry of await this.list()) this.#note(entry);
    return this.#known.has(reference);
  }

  async #list(
    get: (file: string) => InventoryEntry | undefined | Promise<InventoryEntry | undefined>,
  ): Promise<InventoryEntry[]> {
    const files = await readdir(this.#folder).catch(() => []);
    const entries = await Promise.all(
      files.filter((file) => file.endsWith(".json")).map((file) => get(join(this.#folder, file))),
    );
    return entries.filter((entry) => entry !== undefined);
  }

  /** Writes to a temporary file first, so a reader or a killed plugin never leaves half an entry. */
  async #write(
    entry: InventoryEntry,
    place: (part: string, file: string) => Promise<boolean>,
  ): Promise<boolean> {
    await mkdir(this.#folder, { recursive: true });
    const part = join(this.#folder, `${randomUUID()}.part`);
    await writeFile(part, JSON.stringify(entry));
    const file = this.#fileOf(entry);
    const placed = await place(part, file);
    if (!placed) return false;
    this.#entries.set(file, entry);
    this.#note(entry);
    return true;
  }

  /** Inputs are left out, except the name: they may be the id of another resource. */
  #note({ id, inputs, outputs }: InventoryEntry): void {
    const own = Object.entries(outputs).filter(([key]) => key === "name" || !(key in inputs));
    for (const [, value] of [["id", id], ...own]) {
      if (typeof value === "string") this.#known.add(value);
    }
  }

  async #read(file: string): Promise<InventoryEntry | undefined> {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) {
      this.#entries.delete(file);
      return undefined;
    }
    const entry = JSON.parse(text) as InventoryEntry;
    this.#entries.set(file, entry);
    return entry;
  }

  /** An ARN identifies a resource within the account; without one, its type and id do. */
  #fileOf({ type, id, outputs }: Pick<InventoryEntry, "type" | "id" | "outputs">): string {
    const { arn } = outputs;
    const identity = typeof arn === "string" && !namesAnother.has(type) ? arn : `${type}\0${id}`;
    const name = createHash("sha256").update(identity).digest("hex").slice(0, 32);
    return join(this.#folder, `${name}.json`);
  }
}
