import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SchemaNode } from "./schemaNode.ts";
import { SchemaStore } from "./store.ts";

/** The region whose schemas serve for one that the package does not know. */
const bestKnownRegion = "us-east-1";

/**
 * The schemas of a region by name: CloudFormation types such as `AWS::EC2::Subnet`, policies such
 * as `iam/policy_trust`, and further rules such as
 * `extensions/aws_ecs_taskdefinition/fargate_cpu_memory`. After `#` a name has a JSON pointer.
 */
export class Catalogue {
  readonly store: SchemaStore;
  readonly #hashes: Readonly<Record<string, string>>;

  private constructor(store: SchemaStore, hashes: Readonly<Record<string, string>>) {
    this.store = store;
    this.#hashes = hashes;
  }

  /** @param folder - as `installSchemas` made it */
  static async open(folder: string, region: string): Promise<Catalogue> {
    const fileOf = (of: string) => join(folder, "providers", `${of}.json`);
    const known = existsSync(fileOf(region)) ? region : bestKnownRegion;
    const hashes = JSON.parse(await readFile(fileOf(known), "utf8")) as Record<string, string>;
    return new Catalogue(SchemaStore.of(folder), hashes);
  }

  /** @returns undefined where the region does not have the type */
  get(name: string): SchemaNode | undefined {
    const reference = this.reference(name);
    return reference === undefined ? undefined : this.store.at(reference);
  }

  /** What `$ref` has for the schema. */
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
