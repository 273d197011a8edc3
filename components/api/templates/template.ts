import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A mapping template of one's own: its text, or a file from the project's root. */
export type OwnTemplate = { readonly vtl: string } | { readonly file: string };

/** A template cannot be read. Thrown before any resource is registered. */
export class TemplateFileError extends Error {
  override readonly name = "TemplateFileError";
}

/** Most that API Gateway takes. Source: Developer Guide, "Amazon API Gateway quotas". */
const maxBytes = 300 * 1024;

/** Deeper than anybody nests partials, so that two which name each other are found out. */
const maxDepth = 10;

/**
 * The text of a template of one's own, with its partials in their places.
 *
 * @throws TemplateFileError when a file can't be read, takes in itself, or is empty or too large
 */
export function template(own: OwnTemplate): string {
  const text =
    "vtl" in own ? expand(own.vtl, ".", 0) : expand(read(own.file), dirname(own.file), 0);
  if (text === "") {
    throw new TemplateFileError(
      "A mapping template is empty, so that API Gateway would let everything through as it is. " +
        "Write what it yields, or leave it out.",
    );
  }
  if (Buffer.byteLength(text) > maxBytes) {
    throw new TemplateFileError(
      `A mapping template has ${Buffer.byteLength(text)} bytes; API Gateway takes ${maxBytes}. Shorten it.`,
    );
  }
  return text;
}

/** Tells a template of one's own from a JSON shape. */
export function isOwnTemplate(definition: unknown): definition is OwnTemplate {
  if (typeof definition !== "object" || definition === null) return false;
  const entries = Object.entries(definition);
  const [[key, value] = []] = entries;
  return entries.length === 1 && (key === "vtl" || key === "file") && typeof value === "string";
}

/** API Gateway knows no `#parse`: partials are put in their places before it sees them. */
function expand(text: string, folder: string, depth: number): string {
  return text.replaceAll(/#parse\(\s*["']([^"']+)["']\s*\)/g, (_, name: string) => {
    const file = join(folder, name);
    if (depth === maxDepth) {
      throw new TemplateFileError(`The mapping template "${file}" takes in itself.`);
    }
    return expand(read(file), dirname(file), depth + 1);
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new TemplateFileError(
      `The mapping template "${file}" can't be read (${(error as Error).message}). ` +
        "Give the file from the project's root, partials from the file that takes them in.",
    );
  }
}
