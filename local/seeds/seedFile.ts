import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { isNode, LineCounter, parseDocument } from "yaml";

/** Values of JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface SeedUser {
  readonly username: string;
  /** @default one that nobody knows */
  readonly password?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
}

export interface SeedObject {
  readonly key: string;
  /** Path from the folder of the seeds. */
  readonly file?: string;
  readonly text?: string;
  readonly json?: Json;
  readonly contentType?: string;
}

/** A message: its body, or with the group that a FIFO queue needs. */
export type SeedMessage = string | { readonly body: Json; readonly groupId?: string };

/** The content of `seeds/*.json`: schema.json. */
interface Seeds {
  readonly users?: readonly SeedUser[];
  readonly items?: Readonly<Record<string, readonly { [name: string]: Json }[]>>;
  readonly objects?: Readonly<Record<string, readonly SeedObject[]>>;
  readonly messages?: Readonly<Record<string, readonly SeedMessage[]>>;
}

/** Seeds can't be used. The message begins with the file and line. */
export class SeedError extends Error {
  override readonly name = "SeedError";
}

/** A file with seeds that agree with the schema. */
export interface SeedFile {
  readonly seeds: Seeds;
  /** The folder that files of objects are named from. */
  readonly folder: string;
  /** `seeds/users.json:12: users[1].password`, for messages. */
  at(...path: (string | number)[]): string;
}

const schemaFile = fileURLToPath(new URL("schema.json", import.meta.url));
let validate: ValidateFunction | undefined;

/**
 * Reads a file of seeds.
 *
 * @throws SeedError with the line of the first fault
 */
export async function readSeedFile(file: string): Promise<SeedFile> {
  const text = await readFile(file, "utf8");
  const name = join("seeds", basename(file));
  const lines = new LineCounter();
  // Of a YAML document, each node has its place; JSON is YAML.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  try {
    JSON.parse(text);
  } catch (error) {
    const offset = document.errors[0]?.pos[0] ?? text.length;
    // Without the excerpt that some versions of Node.js add.
    const reason = (error as Error).message.replace(/, "[^]*|\.\.\.[^]*/, "");
    throw new SeedError(`${name}:${lines.linePos(offset).line}: This is not JSON: ${reason}.`);
  }
  const at = (...path: (string | number)[]): string => {
    const node = path.length > 0 ? document.getIn(path, true) : document.contents;
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    return `${name}:${lines.linePos(offset).line}: ${pathText(path) || "the file"}`;
  };
  const value: unknown = JSON.parse(text);
  validate ??= new Ajv({ verbose: true }).compile(
    JSON.parse(await readFile(schemaFile, "utf8")) as object,
  );
  if (!validate(value)) throw new SeedError(faultText(validate.errors!, at));
  return { seeds: value as Seeds, folder: dirname(file), at };
}

const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`,
    "",
  );

function faultText(
  errors: readonly ErrorObject[],
  at: (...path: (string | number)[]) => string,
): string {
  // Of alternatives, each has an error of its own before the one of their whole.
  const error = errors.at(-1)!;
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  if (error.keyword === "additionalProperties") {
    const extra = (error.params as { additionalProperty: string }).additionalProperty;
    const known = Object.keys((error.parentSchema?.["properties"] ?? {}) as object);
    return `${at(...path, extra)} is not known. Use ${known.filter((each) => each !== "$schema").join(", ")}.`;
  }
  if (error.keyword === "oneOf" && path[0] === "objects")
    return `${at(...path)} must have one of file, text and json.`;
  if (error.keyword === "oneOf")
    return `${at(...path)} must be a text, or an object with body and groupId.`;
  return `${at(...path)} ${error.message}.`;
}
