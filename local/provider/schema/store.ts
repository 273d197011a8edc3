import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Schema, type ValidationError, Validator } from "jsonschema";
import { addDialect } from "./dialect.ts";
import { type SchemaNode, type Shape, shapes } from "./schemaNode.ts";

/**
 * Schema files of a folder, each read when it is first asked for. Regions share most of them: a
 * process has one store for all.
 */
export class SchemaStore {
  readonly #folder: string;
  readonly #validator = addDialect(new Validator());
  readonly #schemas = new Map<string, SchemaNode>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static readonly #stores = new Map<string, SchemaStore>();

  static of(folder: string): SchemaStore {
    const store = this.#stores.get(folder) ?? new SchemaStore(folder);
    this.#stores.set(folder, store);
    return store;
  }

  /** What a node says about the shape of values. */
  readonly shapeOf: (node: SchemaNode) => Shape = shapes((reference) => this.at(reference));

  /** @param reference - file without its ending and a JSON pointer, such as `/other/iam/policy#/definitions/Action` */
  at(reference: string): SchemaNode {
    const [file = "", pointer = ""] = reference.split("#");
    const steps = pointer.split("/").filter(Boolean);
    return steps.reduce((node, step) => node[step] as SchemaNode, this.#get(file));
  }

  /** @param schema - references in it are as `at` takes them, of files that were read before */
  validate(value: unknown, schema: SchemaNode): readonly ValidationError[] {
    return this.#validator.validate(value, schema as Schema).errors;
  }

  #get(file: string): SchemaNode {
    const known = this.#schemas.get(file);
    if (known) return known;
    const text = readFileSync(join(this.#folder, `${file}.json`), "utf8");
    const others = new Set<string>();
    const schema = prepare(JSON.parse(text), file, others) as SchemaNode;
    this.#schemas.set(file, schema);
    // Not by `addSchema`, which would look through all of it for ids; it has none.
    this.#validator.schemas[file] = schema as Schema;
    for (const other of others) this.#get(other);
    return schema;
  }
}

/**
 * The schema with references that say which file they are into, and with what stands beside a
 * reference as a condition of its own, which draft-07 validators would pass over.
 *
 * @param others - takes the other files that it refers to
 */
function prepare(node: unknown, file: string, others: Set<string>): unknown {
  if (node === null || typeof node !== "object") return node;
  if (Array.isArray(node)) return node.map((item) => prepare(item, file, others));
  const prepared = node as Record<string, unknown>;
  for (const key of Object.keys(prepared)) prepared[key] = prepare(prepared[key], file, others);
  if (typeof prepared["$id"] === "string") delete prepared["$id"];
  const { $ref: reference, ...conditions } = prepared;
  if (typeof reference !== "string") return prepared;
  const [document, pointer] = reference.split("#");
  const other = document === "" ? file : `${file.slice(0, file.lastIndexOf("/") + 1)}${document}`;
  if (other !== file) others.add(other);
  const $ref = `${other}#${pointer}`;
  return Object.keys(conditions).length === 0 ? { $ref } : { allOf: [{ $ref }], ...conditions };
}
