import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { printable, real } from "../inside.ts";
import { functionType } from "../lambda/readFunctions.ts";
import { cacheRoot } from "../../project/cacheFolder.ts";
import { type ExportFile, isInProject } from "./exportFiles.ts";

/** Maximum number of names to print of a list. */
const mostNames = 20;

interface ConsentOptions {
  /** Folder of the project. Exports in it are trusted like its program. */
  readonly root: string;
  readonly print: (line: string) => void;
  /** Asks the user; `undefined` without a terminal. */
  readonly ask: ((question: string) => Promise<string | undefined>) | undefined;
}

/** The user does not agree to run an export's code. */
class ConsentError extends Error {
  override readonly name = "ConsentError";
}

/**
 * Prints that exports are code that runs on this machine, and asks for consent to those outside of the
 * project. Consent is remembered until the export changes or moves.
 *
 * @throws ConsentError without consent
 */
export async function agreeToRun(
  exports: readonly ExportFile[],
  { root, print, ask }: ConsentOptions,
): Promise<void> {
  for (const one of exports) print(inWords(one));
  const foreign = exports.filter(({ file }) => !isInProject(file, root));
  const asked = foreign.filter((one) => !existsSync(noteOf(one)));
  if (asked.length === 0 || ask === undefined) return;

  const files = asked.map(({ file }) => printable(file)).join(", ");
  const are = asked.length === 1 ? "is" : "are";
  const reply = await ask(`${files} ${are} not in this project. Run this code? (y/N) `);
  if (!/^y(es)?$/i.test(reply ?? "")) {
    throw new ConsentError(`Nothing was started: the code of ${files} was not accepted.`);
  }
  for (const one of asked) await remember(one);
}

function inWords({ file, exported }: ExportFile): string {
  const names = (type: string) =>
    exported.resources.filter((resource) => resource.type === type).map(({ name }) => name);
  const functions = [...names(functionType), ...names("aws:cloudfront/function:Function")];
  const services = names("aws:ecs/service:Service");
  const all = `${counted("function", functions)}; ${counted("service", services)}.`;
  return (
    `${printable(file)} is code that runs on this machine as you: ${all}` +
    (services.length > 0 ? " Services can do all that you can." : "")
  );
}

function counted(what: string, names: string[]): string {
  if (names.length === 0) return `no ${what}s`;
  const shown = names.slice(0, mostNames).map(printable);
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return `${names.length} ${what}${names.length === 1 ? "" : "s"} (${shown.join(", ")}${more})`;
}

/** A file that records consent to an export. */
function noteOf({ file, text }: ExportFile): string {
  const hash = createHash("sha256")
    .update(`${real(file)}\0${text}`)
    .digest("hex");
  return join(cacheRoot(), "accepted-exports", hash);
}

async function remember(one: ExportFile): Promise<void> {
  try {
    await mkdir(dirname(noteOf(one)), { recursive: true, mode: 0o700 });
    await writeFile(noteOf(one), "", { mode: 0o600 });
  } catch {
    // The cache folder is not writable, so the next start asks again.
  }
}
