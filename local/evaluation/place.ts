import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Project } from "../../project/stackConfig.ts";
import { type PlainError, plainError } from "./plainError.ts";

/** A place in the user's sources. */
interface Place {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
}

/** Adds to an error of a program the place in its sources. */
export async function placedError(error: unknown, project: Project): Promise<PlainError> {
  const plain = unwrapped(plainError(error));
  const place = placeInStack(plain, project) ?? (await placeInSources(plain, project));
  return place ? { ...plain, ...place } : plain;
}

/** The error whose stack trace is the message of one of Pulumi's. */
function unwrapped(error: PlainError): PlainError {
  const [, name, message] = /^(\w+): ([^]*?)\n {4}at /.exec(error.message) ?? [];
  return name === undefined ? error : { ...error, name, message: message!, stack: error.message };
}

/** The frame that is to blame: of errors of the language the first one in the project, of others where they were declared. */
function placeInStack(error: PlainError, project: Project): Place | undefined {
  const { name, message, stack = "", cause } = error;
  const places = [...stack.matchAll(frame)]
    .map(([, path, line]) => ({
      file: path!.startsWith("file:") ? fileURLToPath(path!) : path!,
      line: Number(line),
    }))
    .filter(({ file }) => isOwn(file, project.directory));
  const declared = places.find(({ file }) => file.startsWith(`${project.stackDirectory}/`));
  if (declared && !ofLanguage.test(name)) return nearName(declared, message);
  return places[0] ?? (cause && placeInStack(cause, project));
}

const ofLanguage = /^(?:Error|TypeError|ReferenceError|RangeError|SyntaxError)$/;

/** The line, from a place on, that has the first name which the message quotes, such as that of a route. */
function nearName({ file, line }: Required<Place>, message: string): Place {
  // The first line of several faults has the name of the platform.
  const [quoted] = /"[^"]+"/.exec(message.replace(/^.* has \d+ faults:\n/, "")) ?? [];
  const lines = readFileSync(file, "utf8").split("\n");
  const bare = quoted?.slice(1, -1);
  const found = lines.findIndex(
    (text, index) =>
      index >= line - 1 &&
      quoted !== undefined &&
      (text.includes(quoted) || text.trimStart().startsWith(`${bare}:`)),
  );
  return { file, line: found < 0 ? line : found + 1 };
}

/** `at name (file:///path:1:2)`, `at /path:1:2`. */
const frame = /(?:\(|at |^)((?:file:\/\/)?\/[^\s():]+):(\d+)(?::\d+)?/gm;

/** Whether a file belongs to the user rather than to a package or to the local platform. */
function isOwn(file: string, root: string): boolean {
  const path = relative(root, file);
  return !/^(?:\.\.|local\/|project\/)|(?:^|\/)node_modules\//.test(path) && existsSync(file);
}

const loadFailure =
  /^(?:SyntaxError|TransformError|ERR_INVALID_TYPESCRIPT_SYNTAX|ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX|ERR_MODULE_NOT_FOUND)/;

/** Errors of the module loader have no place, so esbuild looks for it. */
async function placeInSources(
  { name, code }: PlainError,
  { main, directory, stackDirectory }: Project,
): Promise<Place | undefined> {
  if (!loadFailure.test(name) && !loadFailure.test(String(code))) return undefined;
  const { build } = await import("esbuild");
  const others = ["config.ts", "preflight.ts"].map((file) => join(stackDirectory, file));
  try {
    await build({
      entryPoints: [main, ...others.filter((file) => existsSync(file))],
      absWorkingDir: directory,
      outdir: directory,
      bundle: true,
      write: false,
      packages: "external",
      platform: "node",
      format: "esm",
      logLevel: "silent",
    });
  } catch (error) {
    const { errors = [] } = error as { errors?: { location: { file: string; line: number } }[] };
    const location = errors[0]?.location;
    if (location) return { file: resolve(directory, location.file), line: location.line };
  }
  return undefined;
}
