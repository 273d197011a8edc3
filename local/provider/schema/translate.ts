import type { Properties } from "../../graph/resource.ts";
import { unknownValue } from "../../graph/signatures.ts";
import type { Catalogue } from "./catalogue.ts";
import { coerce } from "./coerce.ts";
import type { Mapping, Target } from "./mapping.ts";
import { member, pointer, put, type Step } from "./paths.ts";
import { findProperty, type SchemaNode, type Shape } from "./schemaNode.ts";
import { isUnknown } from "./unknown.ts";

/** Where a place in a document comes from. */
export interface Origin {
  /** Path of the Pulumi property, or of the object that it is made of. */
  readonly property: string;
  /** Place of CloudFormation's within that, where Pulumi has no object of its own. */
  readonly inside: readonly Step[];
}

/** Inputs as CloudFormation has them. */
export interface Document {
  readonly mapping: Mapping;
  readonly value: unknown;
  /** Of the whole. */
  readonly property: string;
  /** By `pointer`. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** A single value of the inputs. */
export interface Leaf {
  /** Path of the Pulumi property. */
  readonly property: string;
  /** The same without indices and what comes before the mapping. */
  readonly key: string;
  readonly value: unknown;
  readonly mapping: Mapping;
  /** What the schema says about it; undefined if it says nothing. */
  readonly shape: Shape | undefined;
  /** The schema's name for it. */
  readonly name: string | undefined;
}

export interface Translation {
  readonly documents: readonly Document[];
  readonly leaves: readonly Leaf[];
  /** Texts that should be JSON and are not. */
  readonly unreadable: readonly { readonly property: string; readonly value: string }[];
  /** Paths without indices of what there is a schema for, and of what there is none for. */
  readonly checked: ReadonlySet<string>;
  readonly unchecked: ReadonlySet<string>;
}

/** Puts the inputs of a resource into the form that the schema of its mapping is about. */
export function translate(catalogue: Catalogue, mapping: Mapping, inputs: Properties): Translation {
  const sink: Sink = {
    documents: [],
    leaves: [],
    unreadable: [],
    checked: new Set(),
    unchecked: new Set(),
  };
  new Translator(catalogue, mapping, sink, "", "").translate(inputs);
  return sink;
}

interface Sink extends Translation {
  readonly documents: Document[];
  readonly leaves: Leaf[];
  readonly unreadable: { property: string; value: string }[];
  readonly checked: Set<string>;
  readonly unchecked: Set<string>;
}

/** Where a value of Pulumi's belongs. */
interface Place {
  readonly node: SchemaNode;
  readonly at: readonly Step[];
  readonly property: string;
  readonly key: string;
}

/** A member of an object. */
interface Member {
  readonly name: string;
  readonly value: unknown;
  readonly property: string;
}

class Translator {
  readonly #catalogue: Catalogue;
  readonly #mapping: Mapping;
  readonly #sink: Sink;
  readonly #property: string;
  /** Path without indices of the whole. */
  readonly #prefix: string;
  readonly #document: { root?: unknown } = {};
  readonly #origins = new Map<string, Origin>();

  constructor(
    catalogue: Catalogue,
    mapping: Mapping,
    sink: Sink,
    property: string,
    prefix: string,
  ) {
    this.#catalogue = catalogue;
    this.#mapping = mapping;
    this.#sink = sink;
    this.#property = property;
    this.#prefix = prefix;
  }

  translate(inputs: unknown): void {
    const node = this.#catalogue.get(this.#mapping.schema);
    const place = { at: ["root"], property: this.#property, key: "" };
    if (!node) return this.#leave(inputs, place);
    if (this.#mapping.verbatim) {
      this.#put(["root"], inputs);
      this.#sink.checked.add(this.#prefix);
    } else this.#value(inputs, { ...place, node });
    this.#sink.documents.push({
      mapping: this.#mapping,
      value: this.#document.root,
      property: this.#property,
      origins: this.#origins,
    });
  }

  #value(value: unknown, place: Place): void {
    const shape = this.#catalogue.store.shapeOf(place.node);
    this.#origins.set(pointer(place.at.slice(1)), { property: place.property, inside: [] });
    const takes = (type: string) => shape.types.has(type);
    if (isUnknown(value)) {
      this.#put(place.at, unknownValue);
      if (typeof value === "string") this.#check(place.key);
      else this.#leave(value, place);
    } else if (Array.isArray(value)) this.#list(value, place, shape);
    else if (value !== null && typeof value === "object") {
      if (takes("object") || !takes("array")) this.#object(value, place, shape);
      else if (this.#isPairs(shape)) this.#pairs(value, place, shape);
      else this.#list([value], place, shape);
    } else if (
      typeof value === "string" &&
      !takes("string") &&
      (takes("array") || takes("object"))
    ) {
      // Pulumi's provider takes one for a list of one.
      const isOne = takes("array") && !/^\s*[[{]/.test(value);
      const read = isOne ? [value] : this.#read(value, place.property);
      if (read !== undefined) this.#value(read, place);
    } else {
      const coerced = coerce(value, shape);
      this.#put(place.at, coerced);
      this.#check(place.key);
      this.#leaf(coerced, place, shape);
    }
  }

  #list(values: readonly unknown[], place: Place, shape: Shape): void {
    const { node, at, property, key } = place;
    const { items } = shape;
    if (values.length === 0 || (!shape.types.has("array") && !shape.types.has("object"))) {
      this.#put(at, values);
      return this.#check(key);
    }
    // Where Pulumi takes a list of one.
    if (!shape.types.has("array")) {
      return this.#value(values[0], { node, at, property: member(property, 0), key });
    }
    let count = 0;
    for (const [index, value] of values.entries()) {
      const path = member(property, index);
      for (const item of this.#spread(value, path, key)) {
        const place = { node: items ?? {}, at: [...at, count++], property: path, key };
        if (item) {
          this.#origins.set(pointer(place.at.slice(1)), { property: path, inside: [] });
          this.#members(item, place);
        } else this.#value(value, place);
      }
    }
  }

  /** An object for each of the values that Pulumi puts together; undefined for the item itself. */
  #spread(item: unknown, property: string, key: string): readonly (Member[] | undefined)[] {
    const names = this.#mapping.spread?.[key];
    if (!names || item === null || typeof item !== "object" || isUnknown(item)) return [undefined];
    const [many, common]: [Member[], Member[]] = [[], []];
    for (const one of members(item, property)) (names.includes(one.name) ? many : common).push(one);
    const single = many.flatMap(({ name, value, property }) =>
      Array.isArray(value)
        ? value.map((one: unknown, index) => ({
            name,
            value: one,
            property: member(property, index),
          }))
        : value === false
          ? []
          : { name, value, property },
    );
    return single.length === 0 ? [common] : single.map((one) => [...common, one]);
  }

  #object(value: object, place: Place, shape: Shape): void {
    this.#put(place.at, {});
    if (shape.properties.size > 0) this.#members(members(value, place.property), place);
    else this.#map(value, place, shape);
  }

  /** The user's own names. */
  #map(value: object, { at, property, key }: Place, shape: Shape): void {
    const values = shape.values && this.#catalogue.store.shapeOf(shape.values);
    this.#check(key);
    for (const { name, value: one, property: path } of members(value, property)) {
      const inMap = [...at, name];
      this.#origins.set(pointer(inMap.slice(1)), { property: path, inside: [] });
      this.#put(inMap, isUnknown(one) ? unknownValue : values ? coerce(one, values) : one);
    }
  }

  #isPairs(shape: Shape): boolean {
    const { properties } = this.#catalogue.store.shapeOf(shape.items ?? {});
    return (properties.has("key") || properties.has("name")) && properties.has("value");
  }

  /** A map is a list of names and values to CloudFormation. */
  #pairs(value: object, { at, property, key }: Place, shape: Shape): void {
    const items = this.#catalogue.store.shapeOf(shape.items ?? {});
    const nameKey = items.properties.has("key") ? "Key" : "Name";
    this.#put(at, []);
    this.#check(key);
    for (const [index, one] of members(value, property).entries()) {
      for (const [name, part] of Object.entries({ [nameKey]: one.name, Value: one.value })) {
        const place = [...at, index, name];
        this.#put(place, isUnknown(part) ? unknownValue : part);
        this.#origins.set(pointer(place.slice(1)), { property: one.property, inside: [] });
      }
    }
  }

  #members(members: readonly Member[], place: Place): void {
    const shape = this.#catalogue.store.shapeOf(place.node);
    for (const { name, value, property } of members) {
      if (value === undefined || value === null || name.startsWith("__")) continue;
      const key = place.key === "" ? name : `${place.key}.${name}`;
      const part = this.#mapping.parts?.[key];
      const target = this.#mapping.names?.[key];
      if (part) this.#part(part, value, { property, key });
      else if (target === ".") this.#flatten(value, { ...place, property, key });
      else {
        const found = target ? this.#follow(target, place) : findStep(shape, name);
        if (found) this.#to(found, target, value, place, { property, key });
        else this.#leave(value, { property, key });
      }
    }
  }

  /** Members of an object that CloudFormation has one level up. */
  #flatten(value: unknown, place: Place): void {
    for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
      const property = Array.isArray(value) ? member(place.property, index) : place.property;
      if (isUnknown(item) || item === null || typeof item !== "object") continue;
      this.#members(members(item, property), { ...place, property });
    }
  }

  #part(mapping: Mapping, value: unknown, { property, key }: { property: string; key: string }) {
    const prefix = this.#covered(key);
    if (isUnknown(value)) return this.#check(key);
    const read = typeof value === "string" ? this.#read(value, property) : value;
    if (read === undefined) return;
    if (Array.isArray(read) && read.length === 0) return this.#check(key);
    for (const [index, item] of (Array.isArray(read) ? read : [read]).entries()) {
      const path = Array.isArray(read) ? member(property, index) : property;
      if (isUnknown(item)) continue;
      new Translator(this.#catalogue, mapping, this.#sink, path, prefix).translate(item);
    }
  }

  /** Puts a value of Pulumi's where CloudFormation has it. */
  #to(
    { steps, node }: { steps: readonly Step[]; node: SchemaNode },
    target: Target | undefined,
    value: unknown,
    place: Place,
    { property, key }: { property: string; key: string },
  ): void {
    const { values, with: beside } = typeof target === "object" ? target : {};
    const known = values && String(value) in values ? values[String(value)] : value;
    if (known === undefined) return this.#check(key);
    for (let length = 1; length < steps.length; length++) {
      const inside = steps.slice(0, length);
      const container = pointer([...place.at, ...inside].slice(1));
      if (this.#origins.has(container)) continue;
      this.#origins.set(container, { property: place.property, inside });
    }
    const at = [...place.at, ...steps];
    for (const [name, said] of Object.entries(beside ?? {}))
      this.#put([...at.slice(0, -1), name], said);
    this.#value(known, { node, at, property, key });
  }

  #follow(target: Exclude<Target, ".">, { node }: Place) {
    const path = typeof target === "string" ? target : target.to;
    const steps = path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    let found: SchemaNode | undefined = node;
    for (const step of steps) {
      if (!found) return undefined;
      const shape: Shape = this.#catalogue.store.shapeOf(found);
      found =
        typeof step === "number" ? shape.items : shape.properties.get(step.toLowerCase())?.node;
    }
    return found && { steps, node: found };
  }

  #read(text: string, property: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      this.#sink.unreadable.push({ property, value: text });
      return undefined;
    }
  }

  #put(at: readonly Step[], value: unknown): void {
    put(this.#document, at, value);
  }

  #leaf(value: unknown, { property, key, at }: Place, shape: Shape): void {
    const name = at.findLast((step) => typeof step === "string");
    this.#sink.leaves.push({ property, key, value, mapping: this.#mapping, shape, name });
  }

  /** Notes what there is no schema for. */
  #leave(value: unknown, { property, key }: { property: string; key: string }): void {
    const items = Array.isArray(value) ? value : [];
    const inner = value !== null && typeof value === "object" && !isUnknown(value);
    if (items.length > 0) {
      items.forEach((item, index) => this.#leave(item, { property: member(property, index), key }));
    } else if (inner && Object.keys(value).length > 0) {
      for (const { name, value: one, property: path } of members(value, property)) {
        this.#leave(one, { property: path, key: key === "" ? name : `${key}.${name}` });
      }
    } else {
      this.#sink.unchecked.add(this.#covered(key));
      const { [key]: format } = this.#mapping.formats ?? {};
      const leaf = { property, key, value, mapping: this.#mapping, shape: undefined };
      this.#sink.leaves.push({ ...leaf, name: format === undefined ? undefined : key });
    }
  }

  #check(key: string): void {
    this.#sink.checked.add(this.#covered(key));
  }

  #covered(key: string): string {
    return [this.#prefix, key].filter((part) => part !== "").join(".");
  }
}

const members = (value: object, property: string): Member[] =>
  Object.entries(value).map(([name, one]: [string, unknown]) => ({
    name,
    value: one,
    property: member(property, name),
  }));

function findStep(shape: Shape, name: string) {
  const found = findProperty(shape, name);
  return found && { steps: [found.name], node: found.node };
}
