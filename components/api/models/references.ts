import type { JsonSchema } from "./source.ts";

/** A part of a schema that API Gateway does not check. */
export class UncheckedSchemaError extends Error {
  override readonly name = "UncheckedSchemaError";
  /** Its place, such as `body.properties.id`. */
  readonly path: string;
  readonly fix: string;

  constructor(path: string, problem: string, fix: string) {
    super(`${problem} at ${path}`);
    this.path = path;
    this.fix = fix;
  }
}

const noTuples = "Use an object, or a list of one kind of item.";

/** Advice by keyword, in place of the usual one. */
const advice: Readonly<Record<string, string>> = {
  items: noTuples,
  nullable: 'Write it as { "type": ["string", "null"] }.',
  prefixItems: noTuples,
};

export function unchecked(path: string, part: string): never {
  const keyword = path.split(".").at(-1)!;
  throw new UncheckedSchemaError(
    path,
    `its body's model has ${part}, which API Gateway does not check,`,
    Object.hasOwn(advice, keyword)
      ? advice[keyword]!
      : "Remove it from the model and check it in the backend.",
  );
}

/** A part of a schema that a reference leads to. */
export interface Resolved {
  /** Such as `#/$defs/Item`; `#` is the whole schema. */
  readonly pointer: string;
  readonly schema: unknown;
}

/** Resolves a schema's references, and finds the recursive ones. */
export interface References {
  /** The schema itself, or the part that it refers to if it is only a reference. */
  start(): Resolved;
  /** @throws UncheckedSchemaError for a reference to something outside of the schema */
  resolve(ref: string, path: string): Resolved;
  /** A recursive reference as the document has it. */
  recursive(pointer: string): JsonSchema;
  isRecursive(pointer: string): boolean;
  /** The part's name among the document's schemas. */
  nameOf(pointer: string): string;
  /** @throws UncheckedSchemaError for a recursive reference, where API Gateway does not follow it */
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
      `its body's model has the reference ${JSON.stringify(ref)}, which is not in it,`,
      "Put the referenced schema under the model's own $defs.",
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
        "its body's model is recursive within oneOf, anyOf, allOf or not, where API Gateway does not follow references,",
        "Make the property optional instead of nullable, or check it in the backend.",
      );
    },
  };
}

/** The part at a JSON Pointer in a fragment. Source: RFC 6901, section 6. */
function find(root: JsonSchema, ref: string): unknown {
  if (/%(?![0-7][0-9A-Fa-f])/.test(ref)) return undefined;
  let found: unknown = root;
  for (const part of ref.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as JsonSchema)[key];
  }
  return found;
}
