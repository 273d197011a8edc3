import type { Mapping } from "./mapping.ts";
import type { Shape } from "./schemaNode.ts";
import { leavesOf, pathKey, setAt, type Source, type Step } from "./values.ts";

/** The Pulumi property that a part of a document was translated from. */
export interface Origin {
  /** Path of the property, or of the object that contains it. */
  readonly property: string;
  /** CloudFormation's path within that, if Pulumi has no such object. */
  readonly inside: readonly Step[];
}

/** Inputs, or a part of them, in CloudFormation's form. */
export interface Document {
  readonly mapping: Mapping;
  readonly value: unknown;
  /** Pulumi's path of the document. */
  readonly property: string;
  /** By `pathKey`. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** A single value of the inputs. */
export interface Leaf extends Source {
  readonly value: unknown;
  readonly mapping: Mapping;
  /** Undefined for a value that no schema describes. */
  readonly shape: Shape | undefined;
}

/** The inputs of a resource in the form that schemas describe. */
export interface Translation {
  readonly documents: Document[];
  readonly leaves: Leaf[];
  /** Strings that should be JSON but are not. */
  readonly invalidJson: { readonly property: string; readonly value: string }[];
  /** Keys of the inputs that a schema describes, and of the others. */
  readonly checked: Set<string>;
  readonly unchecked: Set<string>;
}

export const emptyTranslation = (): Translation => ({
  documents: [],
  leaves: [],
  invalidJson: [],
  checked: new Set(),
  unchecked: new Set(),
});

/** Builds one document of a translation, and records what is found on the way. */
export class DocumentBuilder {
  readonly #mapping: Mapping;
  readonly #translation: Translation;
  readonly #source: Source;
  readonly #document: { root?: unknown } = {};
  readonly #origins = new Map<string, Origin>();

  /** @param source - of the document; its key is the one in the mapping that it is a part of */
  constructor(mapping: Mapping, translation: Translation, source: Source) {
    this.#mapping = mapping;
    this.#translation = translation;
    this.#source = source;
  }

  /** Sets the value at a path, which begins with `root`. */
  set(path: readonly Step[], value: unknown): void {
    setAt(this.#document, path, value);
  }

  recordOrigin(path: readonly Step[], property: string, inside: readonly Step[] = []): void {
    const key = pathKey(path.slice(1));
    if (inside.length > 0 && this.#origins.has(key)) return;
    this.#origins.set(key, { property, inside });
  }

  markChecked(key: string): void {
    this.#translation.checked.add(this.fullKey(key));
  }

  markUnchecked(key: string): void {
    this.#translation.unchecked.add(this.fullKey(key));
  }

  addLeaf(value: unknown, { property, key }: Source, shape: Shape | undefined): void {
    this.#translation.leaves.push({ property, key, value, mapping: this.#mapping, shape });
  }

  /** Records a value that no schema describes. The mapping may know the format of parts of it. */
  addUndescribed(value: unknown, source: Source): void {
    for (const leaf of leavesOf(value, source)) {
      const hasFormat = this.#mapping.formats?.[leaf.key] !== undefined;
      if (hasFormat) this.markChecked(leaf.key);
      else this.markUnchecked(leaf.key);
      this.addLeaf(leaf.value, leaf, undefined);
    }
  }

  /** @returns the parsed value. If the text is not JSON, records it and returns undefined */
  parseJson(text: string, { property }: Source): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      this.#translation.invalidJson.push({ property, value: text });
      return undefined;
    }
  }

  /** The key from the root of the resource's inputs. */
  fullKey(key: string): string {
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
