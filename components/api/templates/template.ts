import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** A custom mapping template: its text, or a file from the project's root. */
export type CustomTemplate = { readonly vtl: string } | { readonly file: string };

/** A route's mapping template can't be used. Thrown before any resource is registered. */
export class TemplateFileError extends pulumi.RunError {
  override readonly name = "TemplateFileError";
  /** The route's key. */
  readonly route: string;

  constructor(route: string, problem: string, fix: string) {
    super(`Route "${route}": ${problem}. ${fix}`);
    this.route = route;
  }
}

/** Largest template. Source: Developer Guide, "Amazon API Gateway quotas". */
const maxBytes = 300 * 1024;

/** More than templates need; stops templates that include each other. */
const maxDepth = 10;

/**
 * The text of a custom template, with its partials included.
 *
 * @param route - the route's key, for errors
 * @throws TemplateFileError if a file can't be read or includes itself, or the template is empty or
 *   too large
 */
export function template(custom: CustomTemplate, route: string): string {
  const text =
    "vtl" in custom
      ? expand(custom.vtl, ".", route, 0)
      : expand(read(custom.file, route), dirname(custom.file), route, 0);
  if (text === "") {
    throw new TemplateFileError(
      route,
      "its mapping template is empty, so API Gateway would pass requests on unchanged",
      "Write the template, or remove the option.",
    );
  }
  if (Buffer.byteLength(text) > maxBytes) {
    throw new TemplateFileError(
      route,
      `its mapping template has ${Buffer.byteLength(text)} bytes; API Gateway accepts at most ${maxBytes}`,
      "Shorten it.",
    );
  }
  return text;
}

/** Tells a custom template from a JSON shape. */
export function isCustomTemplate(definition: unknown): definition is CustomTemplate {
  if (typeof definition !== "object" || definition === null) return false;
  const entries = Object.entries(definition);
  const [[key, value] = []] = entries;
  return entries.length === 1 && (key === "vtl" || key === "file") && typeof value === "string";
}

/** Includes partials, because API Gateway does not support `#parse`. */
function expand(text: string, folder: string, route: string, depth: number): string {
  return text.replaceAll(/#parse\(\s*["']([^"']+)["']\s*\)/g, (_, name: string) => {
    const file = join(folder, name);
    if (depth === maxDepth) {
      throw new TemplateFileError(
        route,
        `the mapping template "${file}" includes itself`,
        "Remove the #parse that leads back to it.",
      );
    }
    return expand(read(file, route), dirname(file), route, depth + 1);
  });
}

function read(file: string, route: string): string {
  try {
    // A read of a pipe or a device would never end.
    if (!statSync(file).isFile()) throw new Error("it is not a file");
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new TemplateFileError(
      route,
      `the mapping template "${file}" can't be read (${(error as Error).message})`,
      "Give the path from the project's root; for a partial, from the file that includes it.",
    );
  }
}
