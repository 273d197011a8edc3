import { describeData } from "./describe.ts";
import { dataFolder, keptEnvironments, keptRegions } from "./folders.ts";
import { holdData } from "./hold.ts";

/** Kept data can't be deleted or emptied as asked. */
export class DataError extends Error {
  override readonly name = "DataError";
}

/** Asks for consent. `undefined` without a terminal to ask at. */
export type Asker = ((question: string) => Promise<string | undefined>) | undefined;

interface DiscardOptions {
  readonly root: string;
  readonly environment: string;
  /** @default all regions with data */
  readonly regions?: readonly string[] | undefined;
  /** Deletes without a question. */
  readonly yes: boolean;
  readonly ask: Asker;
  readonly print: (line: string) => void;
}

/**
 * Deletes the data of an environment, after a question: users, items, messages, objects, keys, and the ids of all
 * resources.
 *
 * @throws DataError when a platform uses the data, or consent is missing
 */
export async function discardData(options: DiscardOptions): Promise<void> {
  const { root, environment, regions, print } = options;
  const known = await keptRegions(root, environment);
  const chosen = known.filter(({ region }) => regions?.includes(region) ?? true);
  if (chosen.length === 0) {
    print(`There is no data of "${environment}"${await others(root, environment)}.`);
    return;
  }
  const data = await holdData(root, environment);
  if ("usedBy" in data) throw usedError(environment, data.usedBy);
  try {
    print(`Data of "${environment}", in ${dataFolder(".", environment)}:`);
    describeData(chosen).forEach((line) => print(`  ${line}`));
    await confirm("Delete it for good, with all keys and ids?", options);
    await data.delete(
      chosen.length < known.length ? chosen.map(({ region }) => region) : undefined,
    );
    print("Deleted.");
  } finally {
    await data.release();
  }
}

/** @throws DataError when the answer is not "yes" */
export async function confirm(
  question: string,
  { yes, ask }: Pick<DiscardOptions, "yes" | "ask">,
): Promise<void> {
  if (yes) return;
  if (!ask) throw new DataError("There is no terminal to ask at. Confirm with --yes.");
  const answer = await ask(`${question} Type yes: `);
  if (answer !== "yes") throw new DataError("Nothing was deleted.");
}

const usedError = (environment: string, pid: number): DataError =>
  new DataError(
    `A platform that runs (process ${pid}) uses the data of "${environment}". Stop it first, with Ctrl-C.`,
  );

/** The other environments with data, for somebody who looks for some. */
async function others(root: string, environment: string): Promise<string> {
  const names: string[] = [];
  for (const name of await keptEnvironments(root))
    if (name !== environment && (await keptRegions(root, name)).length > 0) names.push(name);
  return names.length > 0 ? `; there is of ${names.join(", ")}` : "";
}
