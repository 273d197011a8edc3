import type { JsonSchema } from "./source.ts";
import { UncheckedSchemaError } from "./unchecked.ts";

/** A part of a schema that a reference leads to. */
export interface Resolved {
  /** Such as `#/$defs/Item`; `#` is the whole. */
  readonly pointer: string;
  readonly schema: unknown;
}

/** What a schema's references lead to, and which of them lead back to where they stand. */
export interface References {
  /** The schema itself, or what it is nothing but a reference to. */
  start(): Resolved;
  /** @throws UncheckedSchemaError when it leads out of the schema or to nothing */
  resolve(ref: string, path: string): Resolved;
  /** The reference to a part within itself, as the document says it. */
  recursive(pointer: string, path: string): JsonSchema;
  isRecursive(pointer: string): boolean;
  /** The part's name among the document's schemas. */
  nameOf(pointer: string): string;
  /** @throws UncheckedSchemaError for a reference that stays, where API Gateway follows none */
  refuseRecursion(converted: unknown, path: string): void;
}

const prefix = "#/components/schemas/";

export function references(root: JsonSchema, name: string): References {
  const recursivePointers = new Set<string>();

  const resolve = (ref: string, path: string): Resolved => {
    const schema = ref.startsWith("#") ? find(root, ref) : undefined;
    if (schema !== undefined) return { pointer: ref, schema };
    throw new UncheckedSchemaError(
      path,
      `its body's model has the reference ${JSON.stringify(ref)}, which leads to nothing in it,`,
      "Put what it leads to under the model's own $defs.",
    );
  };

  const start = (): Resolved => {
    let found: Resolved = { pointer: "#", schema: root };
    const seen = new Set<string>();
    for (;;) {
      const { $ref, ...rest } = found.schema as JsonSchema;
      const isAlone = Object.keys(rest).every((key) =>
        ["$schema", "$defs", "definitions"].includes(key),
      );
      if (typeof $ref !== "string" || !isAlone || seen.has($ref)) return found;
      seen.add($ref);
      found = resolve($ref, "body");
    }
  };

  const startPointer = start().pointer;
  const nameOf = (pointer: string): string =>
    pointer === startPointer
      ? name
      : name + pointer.replace(/^#\/(\$defs|definitions)\//, "").replaceAll(/[^A-Za-z0-9]/g, "");

  return {
    start,
    resolve,
    recursive: (pointer) => {
      recursivePointers.add(pointer);
      return { $ref: prefix + nameOf(pointer) };
    },
    isRecursive: (pointer) => recursivePointers.has(pointer),
    nameOf,
    refuseRecursion: (converted, path) => {
      if (!JSON.stringify(converted).includes(`"$ref":"${prefix}`)) return;
      throw new UncheckedSchemaError(
        path,
        "its body's model leads back to itself within oneOf, anyOf, allOf or not, where API Gateway does not follow,",
        "Make the property optional instead of nullable, or check it in the backend.",
      );
    },
  };
}

/** What a JSON Pointer in a fragment leads to. Source: RFC 6901, section 6. */
function find(root: JsonSchema, ref: string): unknown {
  let found: unknown = root;
  for (const part of ref.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as JsonSchema)[key];
  }
  return found;
}
