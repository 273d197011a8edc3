import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { evaluate, type Violation } from "./evaluate.ts";
import { type SchemaNode, type Shape, shapes } from "./schemaNode.ts";

/**
 * The schema files of a folder, each read at its first use. Regions share most of them, so a
 * process has one store for all regions.
 */
class SchemaStore {
  readonly #folder: string;
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

  /** The shape of the values that a node describes. */
  readonly shapeOf: (node: SchemaNode) => Shape = shapes((reference) => this.at(reference));

  /** @param reference - file without extension and a JSON pointer, such as `/other/iam/policy#/definitions/Action` */
  at(reference: string): SchemaNode {
    const [file = "", pointer = ""] = reference.split("#");
    const steps = pointer.split("/").filter(Boolean);
    return steps.reduce((node, step) => node[step] as SchemaNode, this.#get(file));
  }

  /** @param schema - with references in the form of `at` */
  validate(value: unknown, schema: SchemaNode): readonly Violation[] {
    return evaluate(value, schema, (reference) => this.at(reference));
  }

  #get(file: string): SchemaNode {
    const known = this.#schemas.get(file);
    if (known) return known;
    const text = readFileSync(join(this.#folder, `${file}.json`), "utf8");
    const schema = prepare(JSON.parse(text), file) as SchemaNode;
    this.#schemas.set(file, schema);
    return schema;
  }
}

/** Rewrites references so that each names its file. */
function prepare(node: unknown, file: string): unknown {
  if (node === null || typeof node !== "object") return node;
  if (Array.isArray(node)) return node.map((item) => prepare(item, file));
  const prepared = node as Record<string, unknown>;
  for (const key of Object.keys(prepared)) prepared[key] = prepare(prepared[key], file);
  if (typeof prepared["$id"] === "string") delete prepared["$id"];
  const reference = prepared["$ref"];
  if (typeof reference !== "string") return prepared;
  const [document, pointer] = reference.split("#");
  const other = document === "" ? file : `${file.slice(0, file.lastIndexOf("/") + 1)}${document}`;
  prepared["$ref"] = `${other}#${pointer}`;
  return prepared;
}

/** The region whose schemas are used for a region that the package does not contain. */
const fallbackRegion = "us-east-1";

/**
 * The schemas of a region by name: CloudFormation types such as `AWS::EC2::Subnet`, policies such
 * as `iam/policy_trust`, and additional rules such as
 * `extensions/aws_ecs_taskdefinition/fargate_cpu_memory`. A name may end with `#` and a JSON pointer.
 */
export class Catalogue {
  readonly store: SchemaStore;
  readonly #hashes: Readonly<Record<string, string>>;

  private constructor(store: SchemaStore, hashes: Readonly<Record<string, string>>) {
    this.store = store;
    this.#hashes = hashes;
  }

  /** @param folder - from `installSchemas` */
  static async open(folder: string, region: string): Promise<Catalogue> {
    const fileOf = (of: string) => join(folder, "providers", `${of}.json`);
    const known = existsSync(fileOf(region)) ? region : fallbackRegion;
    const hashes = JSON.parse(await readFile(fileOf(known), "utf8")) as Record<string, string>;
    return new Catalogue(SchemaStore.of(folder), hashes);
  }

  /** @returns undefined if the region does not have the type */
  get(name: string): SchemaNode | undefined {
    const reference = this.reference(name);
    return reference === undefined ? undefined : this.store.at(reference);
  }

  /** The value of `$ref` for the schema. */
  reference(name: string): string | undefined {
    const [schema = "", pointer = ""] = name.split("#");
    const file = this.#fileOf(schema);
    return file === undefined ? undefined : `${file}#${pointer}`;
  }

  #fileOf(name: string): string | undefined {
    if (name.startsWith("iam/")) return `/other/${name}`;
    if (name.startsWith("extensions/")) return `/${name}`;
    const hash = this.#hashes[name];
    return hash === undefined ? undefined : `/resources/${hash}`;
  }
}
