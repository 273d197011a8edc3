import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where in the project an error is. */
export interface ErrorPlace {
  /** Relative to the project's folder. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** The text of that line. */
  readonly source: string;
}

/** Paths with a line in stack traces, and in the messages of Node.js, Python, YAML and esbuild. */
const placeInText =
  /(?:File ")?((?:file:\/\/)?[^\s():"'[\]]+\.[A-Za-z]+)(?:"?, line |:)(\d+)|([^\s():"'[\]]+\.ya?ml) is not valid YAML[^]*? at line (\d+)/g;

interface ErrorLike {
  readonly message?: string;
  readonly stack?: string;
  readonly file?: unknown;
  readonly line?: unknown;
  readonly errors?: readonly { readonly location?: { file: string; line: number } | null }[];
}

/**
 * Finds the line of the project that an error is about.
 *
 * @param root - the project's folder
 * @param changed - files that were just edited, absolute: a place in one of them is the likeliest
 * @param isSource - whether a file, by its absolute path, is one that can have such errors
 */
export function errorPlace(
  error: unknown,
  root: string,
  changed: ReadonlySet<string>,
  isSource: (path: string) => boolean,
): ErrorPlace | undefined {
  const { message = "", stack = "", errors = [], file, line } = error as ErrorLike;
  const given = typeof file === "string" && typeof line === "number" ? [{ file, line }] : [];
  const located = errors.flatMap(({ location }) => location ?? []);
  const texts = [message, stack].flatMap((text) =>
    [...text.matchAll(placeInText)].map(([, path, at, yaml, yamlAt]) => ({
      file: (path ?? yaml)!,
      line: Number(at ?? yamlAt),
    })),
  );
  const places = [...given, ...located, ...texts]
    .map((place) => ({ ...place, file: absolute(place.file, root) }))
    .filter(({ file: path }) => changed.has(path) || isSource(path));
  const place = places.find(({ file: path }) => changed.has(path)) ?? places[0];
  const source = place && lineOf(place.file, place.line);
  if (source === undefined) return undefined;
  return { file: relative(root, place!.file), line: place!.line, source };
}

const absolute = (path: string, root: string): string =>
  path.startsWith("file://") ? fileURLToPath(path) : resolve(root, path);

function lineOf(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, "utf8").split("\n")[line - 1];
  } catch {
    return undefined;
  }
}
