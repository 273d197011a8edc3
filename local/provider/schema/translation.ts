import type { Mapping } from "./mapping.ts";
import type { Step } from "./paths.ts";
import type { Shape } from "./schemaNode.ts";

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
