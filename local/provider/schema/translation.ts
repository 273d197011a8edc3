import type { Mapping } from "./mapping.ts";
import type { Shape } from "./schemaNode.ts";
import { leavesOf, pointer, put, type Source, type Step } from "./values.ts";

/** Where a place in a document comes from. */
export interface Origin {
  /** Path of the Pulumi property, or of the object that it is made of. */
  readonly property: string;
  /** Place of CloudFormation's within that, where Pulumi has no object of its own. */
  readonly inside: readonly Step[];
}

/** Inputs, or a part of them, as CloudFormation has them. */
export interface Document {
  readonly mapping: Mapping;
  readonly value: unknown;
  /** Pulumi's path of the whole. */
  readonly property: string;
  /** By `pointer`. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** A single value of the inputs. */
export interface Leaf {
  /** Path of the Pulumi property. */
  readonly property: string;
  /** The same without indices, from where the mapping begins. */
  readonly key: string;
  readonly value: unknown;
  readonly mapping: Mapping;
  /** What the schema says about it; undefined if it says nothing. */
  readonly shape: Shape | undefined;
}

/** The inputs of a resource in the form that schemas are about. */
export interface Translation {
  readonly documents: Document[];
  readonly leaves: Leaf[];
  /** Texts that should be JSON and are not. */
  readonly unreadable: { readonly property: string; readonly value: string }[];
  /** Paths without indices of what there is a schema for, and of what there is none for. */
  readonly checked: Set<string>;
  readonly unchecked: Set<string>;
}

export const emptyTranslation = (): Translation => ({
  documents: [],
  leaves: [],
  unreadable: [],
  checked: new Set(),
  unchecked: new Set(),
});

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
