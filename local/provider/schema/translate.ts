import { unknownValue } from "../../../project/signatures.ts";
import type { Properties } from "../../graph/resource.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Mapping, Target } from "./mapping.ts";
import { findProperty, type SchemaNode, type Shape } from "./schemaNode.ts";
import { Draft, emptyTranslation, type Translation } from "./translation.ts";
import { isObject, isUnknown, withoutEmpty } from "./unknown.ts";
import { coerce, type Member, member, members, type Source, spread, type Step } from "./values.ts";

/** Puts the inputs of a resource into the form that the schema of its mapping is about. */
export function translate(catalogue: Catalogue, mapping: Mapping, inputs: Properties): Translation {
  const translation = emptyTranslation();
  new Translator(catalogue, mapping, translation, { property: "", key: "" }).translate(inputs);
  return translation;
}

/** Where it belongs. */
interface Place extends Source {
  readonly node: SchemaNode;
  readonly at: readonly Step[];
}

/** Makes one document, and of the parts of the inputs that have a schema of their own others. */
class Translator {
  readonly #catalogue: Catalogue;
  readonly #mapping: Mapping;
  readonly #translation: Translation;
  /** Of the whole, its key being that of the mapping that it is a part of. */
  readonly #source: Source;
  readonly #draft: Draft;

  constructor(catalogue: Catalogue, mapping: Mapping, translation: Translation, source: Source) {
    this.#catalogue = catalogue;
    this.#mapping = mapping;
    this.#translation = translation;
    this.#source = source;
    this.#draft = new Draft(mapping, translation, source);
  }

  translate(inputs: unknown): void {
    const { property } = this.#source;
    const node = this.#catalogue.get(this.#mapping.schema);
    if (!node) return this.#draft.leave(inputs, { property, key: "" });
    if (this.#mapping.verbatim) {
      this.#draft.put(["root"], withoutEmpty(inputs));
      this.#draft.check("");
    } else this.#value(inputs, { property, key: "", at: ["root"], node });
    this.#draft.finish();
  }

  #value(value: unknown, place: Place): void {
    const shape = this.#shapeOf(place.node);
    const takes = (type: string) => shape.types.has(type);
    this.#draft.come(place.at, place.property);
    if (isUnknown(value)) {
      this.#draft.put(place.at, unknownValue);
      // What is no text stays out of sight.
      if (typeof value === "string") this.#draft.check(place.key);
      else this.#draft.uncheck(place.key);
    } else if (Array.isArray(value)) this.#list(value, place, shape);
    else if (value !== null && typeof value === "object") {
      if (takes("object") || !takes("array")) this.#object(value, place, shape);
      else if (this.#isPairs(shape)) this.#pairs(value, place, shape);
      else this.#list([value], place, shape);
    } else if (typeof value === "string" && !takes("string") && takes("array")) {
      // Pulumi's provider takes one for a list of one.
      const read = /^\s*\[/.test(value) ? this.#draft.read(value, place) : [value];
      if (read !== undefined) this.#value(read, place);
    } else if (typeof value === "string" && !takes("string") && takes("object")) {
      const read = this.#draft.read(value, place);
      if (read !== undefined) this.#value(read, place);
    } else {
      const coerced = coerce(value, shape);
      this.#draft.put(place.at, coerced);
      this.#draft.check(place.key);
      this.#draft.leaf(coerced, place, shape);
    }
  }

  #list(values: readonly unknown[], place: Place, { types, items = {} }: Shape): void {
    const { at, property, key } = place;
    if (values.length === 0 || (!types.has("array") && !types.has("object"))) {
      this.#draft.put(at, values);
      return this.#draft.check(key);
    }
    // Where Pulumi takes a list of one.
    if (!types.has("array")) {
      return this.#value(values[0], { ...place, property: member(property, 0) });
    }
    const many = this.#mapping.spread?.[key];
    let count = 0;
    for (const [index, value] of values.entries()) {
      const source = { property: member(property, index), key, node: items };
      if (!many || !isObject(value)) {
        this.#value(value, { ...source, at: [...at, count++] });
        continue;
      }
      for (const one of spread(value, source.property, many)) {
        const item = { ...source, at: [...at, count++] };
        this.#draft.come(item.at, item.property);
        this.#draft.put(item.at, {});
        this.#members(one, item);
      }
    }
  }

  #object(value: object, place: Place, shape: Shape): void {
    this.#draft.put(place.at, {});
    if (Object.keys(value).length === 0) this.#draft.check(place.key);
    if (shape.properties.size > 0) this.#members(members(value, place.property), place);
    else this.#map(value, place, shape);
  }

  /** An object whose names are the user's. */
  #map(value: object, { at, property, key }: Place, shape: Shape): void {
    const values = shape.values && this.#shapeOf(shape.values);
    this.#draft.check(key);
    for (const one of members(value, property)) {
      const place = [...at, one.name];
      const known = values ? coerce(one.value, values) : one.value;
      this.#draft.come(place, one.property);
      this.#draft.put(place, isUnknown(one.value) ? unknownValue : known);
    }
  }

  /** Whether it is a list of names and values, which a map is to CloudFormation. */
  #isPairs({ items = {} }: Shape): boolean {
    const { properties } = this.#shapeOf(items);
    return (properties.has("key") || properties.has("name")) && properties.has("value");
  }

  #pairs(value: object, { at, property, key }: Place, { items = {} }: Shape): void {
    const nameKey = this.#shapeOf(items).properties.has("key") ? "Key" : "Name";
    this.#draft.put(at, []);
    this.#draft.check(key);
    for (const [index, { name, value: one, property: path }] of members(
      value,
      property,
    ).entries()) {
      for (const [part, said] of Object.entries({ [nameKey]: name, Value: one })) {
        const place = [...at, index, part];
        this.#draft.come(place, path);
        this.#draft.put(place, isUnknown(said) ? unknownValue : said);
      }
    }
  }

  #members(all: readonly Member[], place: Place): void {
    for (const { name, value, property } of all) {
      // What begins with underscores is the engine's.
      if (value === undefined || value === null || name.startsWith("__")) continue;
      const source = { property, key: place.key === "" ? name : `${place.key}.${name}` };
      const part = this.#mapping.parts?.[source.key];
      const target = this.#mapping.names?.[source.key];
      // To Pulumi's provider an empty text is none.
      if (value === "") this.#draft.check(source.key);
      else if (this.#mapping.unchecked?.includes(source.key)) this.#draft.leave(value, source);
      else if (part) {
        // It is there, which is all that the whole says about it.
        if (target !== undefined) this.#move(unknownValue, target, false, place, source);
        this.#part(part, value, source);
      } else if (target === ".") this.#flatten(value, { ...place, ...source });
      else this.#move(value, target ?? name, target === undefined, place, source);
    }
  }

  /** Members of an object that CloudFormation has one level up. */
  #flatten(value: unknown, place: Place): void {
    for (const [index, item] of [value].flat().entries()) {
      const property = Array.isArray(value) ? member(place.property, index) : place.property;
      if (isObject(item)) this.#members(members(item, property), { ...place, property });
    }
  }

  /** Inputs that another schema is about. */
  #part(mapping: Mapping, value: unknown, source: Source): void {
    const key = this.#draft.covered(source.key);
    if (isUnknown(value) || (Array.isArray(value) && value.length === 0)) {
      return this.#draft.check(source.key);
    }
    const read = typeof value === "string" ? this.#draft.read(value, source) : value;
    if (read === undefined) return;
    for (const [index, item] of [read].flat().entries()) {
      const property = Array.isArray(read) ? member(source.property, index) : source.property;
      if (isUnknown(item)) continue;
      new Translator(this.#catalogue, mapping, this.#translation, { property, key }).translate(
        item,
      );
    }
  }

  /** Puts a value of Pulumi's where CloudFormation has it. */
  #move(value: unknown, target: Target, byName: boolean, place: Place, source: Source): void {
    const { to, values, with: beside = {} } = typeof target === "string" ? { to: target } : target;
    const found = byName ? this.#find(to, place) : this.#follow(to, place);
    if (!found) return this.#draft.leave(value, source);
    const said = values && String(value) in values ? values[String(value)] : value;
    if (said === undefined) return this.#draft.check(source.key);
    const { steps, node } = found;
    for (let length = 1; length < steps.length; length++) {
      const inside = steps.slice(0, length);
      this.#draft.come([...place.at, ...inside], place.property, inside);
    }
    const at = [...place.at, ...steps];
    for (const [name, text] of Object.entries(beside)) {
      this.#draft.put([...at.slice(0, -1), name], text);
    }
    this.#value(said, { ...source, node, at });
  }

  #find(name: string, { node }: Place) {
    const found = findProperty(this.#shapeOf(node), name);
    return found && { steps: [found.name], node: found.node };
  }

  #follow(path: string, place: Place) {
    const steps = path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    let node: SchemaNode | undefined = place.node;
    for (const step of steps) {
      const shape: Shape | undefined = node && this.#shapeOf(node);
      node =
        typeof step === "number" ? shape?.items : shape?.properties.get(step.toLowerCase())?.node;
    }
    return node && { steps, node };
  }

  #shapeOf(node: SchemaNode): Shape {
    return this.#catalogue.store.shapeOf(node);
  }
}
