import type { Mapping } from "./mapping.ts";
import { leavesOf, type Source } from "./members.ts";
import { pointer, put, type Step } from "./paths.ts";
import type { Shape } from "./schemaNode.ts";
import type { Origin, Translation } from "./translation.ts";

/** A document in the making, and what there is to note about the inputs on the way. */
export class Draft {
  readonly #mapping: Mapping;
  readonly #translation: Translation;
  readonly #source: Source;
  readonly #document: { root?: unknown } = {};
  readonly #origins = new Map<string, Origin>();

  /** @param source - of the whole, its key being that of the mapping that it is a part of */
  constructor(mapping: Mapping, translation: Translation, source: Source) {
    this.#mapping = mapping;
    this.#translation = translation;
    this.#source = source;
  }

  /** Puts a value at a place, which begins with `root`. */
  put(at: readonly Step[], value: unknown): void {
    put(this.#document, at, value);
  }

  /** Notes where a place comes from. */
  come(at: readonly Step[], property: string, inside: readonly Step[] = []): void {
    const place = pointer(at.slice(1));
    if (inside.length > 0 && this.#origins.has(place)) return;
    this.#origins.set(place, { property, inside });
  }

  /** Notes that there is a schema for it. */
  check(key: string): void {
    this.#translation.checked.add(this.covered(key));
  }

  /** Notes that there is none for it, or that its value stays out of sight. */
  uncheck(key: string): void {
    this.#translation.unchecked.add(this.covered(key));
  }

  /** Notes a single value. */
  leaf(value: unknown, { property, key }: Source, shape: Shape | undefined): void {
    this.#translation.leaves.push({ property, key, value, mapping: this.#mapping, shape });
  }

  /** Notes what there is no schema for; the mapping may know the format of some of it. */
  leave(value: unknown, source: Source): void {
    for (const leaf of leavesOf(value, source)) {
      const isFormatted = this.#mapping.formats?.[leaf.key] !== undefined;
      if (isFormatted) this.check(leaf.key);
      else this.uncheck(leaf.key);
      this.leaf(leaf.value, leaf, undefined);
    }
  }

  /** @returns what the JSON says; undefined, and it is noted, where it is none */
  read(text: string, { property }: Source): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      this.#translation.unreadable.push({ property, value: text });
      return undefined;
    }
  }

  /** The key from where the whole translation begins. */
  covered(key: string): string {
    return [this.#source.key, key].filter((part) => part !== "").join(".");
  }

  /** Adds the document to the translation. */
  finish(): void {
    this.#translation.documents.push({
      mapping: this.#mapping,
      value: this.#document.root,
      property: this.#source.property,
      origins: this.#origins,
    });
  }
}
