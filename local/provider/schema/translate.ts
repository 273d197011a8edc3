import { unknownValue } from "../../../project/signatures.ts";
import type { Properties } from "../../graph/resource.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Mapping, Target } from "./mapping.ts";
import { findProperty, type SchemaNode, type Shape } from "./schemaNode.ts";
import { DocumentBuilder, emptyTranslation, type Translation } from "./translation.ts";
import { isObject, isUnknown, withoutEmpty } from "./unknown.ts";
import { coerce, expand, type Member, member, members, type Source, type Step } from "./values.ts";

/**
 * Translates the inputs of a resource into the form that its mapping's schema describes.
 *
 * @param source - their place, if they are a part of the resource's inputs
 */
export function translate(
  catalogue: Catalogue,
  mapping: Mapping,
  inputs: Properties,
  source: Source = { property: "", key: "" },
): Translation {
  const translation = emptyTranslation();
  new Translator(catalogue, mapping, translation, source).translate(inputs);
  return translation;
}

/** A place in the document, with its schema and the source of its value. */
interface Place extends Source {
  readonly node: SchemaNode;
  readonly path: readonly Step[];
}

/** Translates the inputs into one document, and parts with a separate schema into further ones. */
class Translator {
  readonly #catalogue: Catalogue;
  readonly #mapping: Mapping;
  readonly #translation: Translation;
  readonly #source: Source;
  readonly #document: DocumentBuilder;

  /** @param source - of the document; its key is the one in the mapping that it is a part of */
  constructor(catalogue: Catalogue, mapping: Mapping, translation: Translation, source: Source) {
    this.#catalogue = catalogue;
    this.#mapping = mapping;
    this.#translation = translation;
    this.#source = source;
    this.#document = new DocumentBuilder(mapping, translation, source);
  }

  translate(inputs: unknown): void {
    const { property } = this.#source;
    const node = this.#catalogue.get(this.#mapping.schema);
    if (!node) return this.#document.addUndescribed(inputs, { property, key: "" });
    if (this.#mapping.verbatim) {
      this.#document.set(["root"], withoutEmpty(inputs));
      this.#document.markChecked("");
    } else this.#value(inputs, { property, key: "", path: ["root"], node });
    this.#document.finish();
  }

  #value(value: unknown, place: Place): void {
    const shape = this.#shapeOf(place.node);
    const allows = (type: string) => shape.types.has(type);
    this.#document.recordOrigin(place.path, place.property);
    if (isUnknown(value)) {
      this.#document.set(place.path, unknownValue);
      // Assets, archives and secrets are never checked.
      if (typeof value === "string") this.#document.markChecked(place.key);
      else this.#document.markUnchecked(place.key);
    } else if (Array.isArray(value)) this.#list(value, place, shape);
    else if (value !== null && typeof value === "object") {
      if (allows("object") || !allows("array")) this.#object(value, place, shape);
      else if (this.#isPairs(shape)) this.#pairs(value, place, shape);
      else this.#list([value], place, shape);
    } else if (typeof value === "string" && !allows("string") && allows("array")) {
      // Pulumi's provider accepts a single value in place of a list.
      const list = /^\s*\[/.test(value) ? this.#document.parseJson(value, place) : [value];
      if (list !== undefined) this.#value(list, place);
    } else if (typeof value === "string" && !allows("string") && allows("object")) {
      const object = this.#document.parseJson(value, place);
      if (object !== undefined) this.#value(object, place);
    } else {
      const coerced = coerce(value, shape);
      this.#document.set(place.path, coerced);
      this.#document.markChecked(place.key);
      this.#document.addLeaf(coerced, place, shape);
    }
  }

  #list(values: readonly unknown[], place: Place, { types, items = {} }: Shape): void {
    const { path, property, key } = place;
    if (values.length === 0 || (!types.has("array") && !types.has("object"))) {
      this.#document.set(path, values);
      return this.#document.markChecked(key);
    }
    // Pulumi has a list of one object where CloudFormation has the object.
    if (!types.has("array")) {
      return this.#value(values[0], { ...place, property: member(property, 0) });
    }
    const many = this.#mapping.expand?.[key];
    let count = 0;
    for (const [index, value] of values.entries()) {
      const source = { property: member(property, index), key, node: items };
      if (!many || !isObject(value)) {
        this.#value(value, { ...source, path: [...path, count++] });
        continue;
      }
      for (const one of expand(value, source.property, many)) {
        const item = { ...source, path: [...path, count++] };
        this.#document.recordOrigin(item.path, item.property);
        this.#document.set(item.path, {});
        this.#members(one, item);
      }
    }
  }

  #object(value: object, place: Place, shape: Shape): void {
    this.#document.set(place.path, {});
    if (Object.keys(value).length === 0) this.#document.markChecked(place.key);
    if (shape.properties.size > 0) this.#members(members(value, place.property), place);
    else this.#map(value, place, shape);
  }

  /** Translates an object whose names the user chooses. */
  #map(value: object, { path, property, key }: Place, shape: Shape): void {
    const values = shape.values && this.#shapeOf(shape.values);
    this.#document.markChecked(key);
    for (const one of members(value, property)) {
      const coerced = values ? coerce(one.value, values) : one.value;
      this.#setMember([...path, one.name], one, coerced);
    }
  }

  /** Whether the schema describes a list of names and values, which is a map in Pulumi. */
  #isPairs({ items = {} }: Shape): boolean {
    const { properties } = this.#shapeOf(items);
    return (properties.has("key") || properties.has("name")) && properties.has("value");
  }

  #pairs(value: object, { path, property, key }: Place, { items = {} }: Shape): void {
    const nameKey = this.#shapeOf(items).properties.has("key") ? "Key" : "Name";
    this.#document.set(path, []);
    this.#document.markChecked(key);
    for (const [index, one] of members(value, property).entries()) {
      this.#setMember([...path, index, nameKey], one, one.name);
      this.#setMember([...path, index, "Value"], one, one.value);
    }
  }

  #setMember(path: readonly Step[], { property }: Member, value: unknown): void {
    this.#document.recordOrigin(path, property);
    this.#document.set(path, isUnknown(value) ? unknownValue : value);
  }

  #members(all: readonly Member[], place: Place): void {
    for (const { name, value, property } of all) {
      // The engine adds names that begin with underscores.
      if (value === undefined || value === null || name.startsWith("__")) continue;
      const source = { property, key: place.key === "" ? name : `${place.key}.${name}` };
      const part = this.#mapping.parts?.[source.key];
      const target = this.#mapping.names?.[source.key];
      // Pulumi's provider treats an empty string as unset.
      if (value === "") this.#document.markChecked(source.key);
      else if (this.#mapping.unchecked?.includes(source.key)) {
        this.#document.addUndescribed(value, source);
      } else if (part) {
        // The document only needs to show that the property is set.
        if (target !== undefined) this.#move(unknownValue, target, false, place, source);
        this.#part(part, value, source);
      } else if (target === ".") this.#flatten(value, { ...place, ...source });
      else this.#move(value, target ?? name, target === undefined, place, source);
    }
  }

  /** Translates an object whose members CloudFormation has one level up. */
  #flatten(value: unknown, place: Place): void {
    for (const [index, item] of [value].flat().entries()) {
      const property = Array.isArray(value) ? member(place.property, index) : place.property;
      if (isObject(item)) this.#members(members(item, property), { ...place, property });
    }
  }

  /** Translates inputs that another schema describes. */
  #part(mapping: Mapping, value: unknown, source: Source): void {
    const key = this.#document.fullKey(source.key);
    if (isUnknown(value) || (Array.isArray(value) && value.length === 0)) {
      return this.#document.markChecked(source.key);
    }
    const parsed = typeof value === "string" ? this.#document.parseJson(value, source) : value;
    if (parsed === undefined) return;
    for (const [index, item] of [parsed].flat().entries()) {
      if (isUnknown(item)) continue;
      const property = Array.isArray(parsed) ? member(source.property, index) : source.property;
      const document = { property, key };
      new Translator(this.#catalogue, mapping, this.#translation, document).translate(item);
    }
  }

  /** Sets a value at its target in the document. */
  #move(value: unknown, target: Target, byName: boolean, place: Place, source: Source): void {
    const { to, values, with: extra = {} } = typeof target === "string" ? { to: target } : target;
    const found = byName ? this.#find(to, place) : this.#follow(to, place);
    if (!found) return this.#document.addUndescribed(value, source);
    const mapped = values && String(value) in values ? values[String(value)] : value;
    if (mapped === undefined) return this.#document.markChecked(source.key);
    const { steps, node } = found;
    for (let length = 1; length < steps.length; length++) {
      const inside = steps.slice(0, length);
      this.#document.recordOrigin([...place.path, ...inside], place.property, inside);
    }
    const path = [...place.path, ...steps];
    for (const [name, constant] of Object.entries(extra)) {
      this.#document.set([...path.slice(0, -1), name], constant);
    }
    this.#value(mapped, { ...source, node, path });
  }

  #find(name: string, { node }: Place) {
    const found = findProperty(this.#shapeOf(node), name);
    return found && { steps: [found.name], node: found.node };
  }

  #follow(target: string, place: Place) {
    const steps = target.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
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
