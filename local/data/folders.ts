import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeptCounts } from "../aws/kept.ts";

/** The folder with the data of an environment. */
export function dataFolder(root: string, environment: string): string {
  // It may be deleted as a whole.
  if (!/^[\w-]+$/.test(environment))
    throw new TypeError(`"${environment}" is not the name of an environment.`);
  return join(root, ".local", "data", environment);
}

/** The folder with the data of a region, and with the key that it is encrypted with. */
export const regionFolder = (root: string, environment: string, region: string): string =>
  join(dataFolder(root, environment), region);

/** The data of a region, as it was saved last. */
export interface KeptRegion {
  readonly region: string;
  /** `undefined` if the data can't be read. */
  readonly counts: KeptCounts | undefined;
}

/** The environments with data, sorted. */
export const keptEnvironments = (root: string): Promise<string[]> =>
  foldersIn(join(root, ".local", "data"));

/** The regions of an environment with data, sorted. */
export async function keptRegions(root: string, environment: string): Promise<KeptRegion[]> {
  const folders = await foldersIn(dataFolder(root, environment));
  // Copies that were set aside have a dot in their names.
  const regions = folders.filter((name) => !name.includes("."));
  return Promise.all(
    regions.map(async (region) => ({
      region,
      counts: await savedCounts(regionFolder(root, environment, region)),
    })),
  );
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function savedCounts(folder: string): Promise<KeptCounts | undefined> {
  try {
    const text = await readFile(join(folder, "generation.json"), "utf8");
    return (JSON.parse(text) as { counts: KeptCounts }).counts;
  } catch {
    return undefined;
  }
}
