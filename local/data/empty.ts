import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../../project/children.ts";
import { type Kept, type KeptCounts, type KeptKind, readKept } from "../aws/kept.ts";
import { startEndpoint } from "../aws/miniStack.ts";
import { publishedBy } from "../runningPlatform.ts";
import type { PlatformState } from "../stateFile.ts";
import { describeCounts } from "./describe.ts";
import { type Asker, confirm, DataError } from "./discard.ts";
import { keptRegions } from "./folders.ts";
import { holdData } from "./hold.ts";

/** What is counted of each kind. */
const countOf = {
  users: "users",
  tables: "items",
  queues: "messages",
  buckets: "objects",
} as const;

interface EmptyOptions {
  readonly root: string;
  readonly environment: string;
  /** @default all regions with data */
  readonly regions?: readonly string[] | undefined;
  readonly kinds: readonly KeptKind[];
  readonly yes: boolean;
  readonly ask: Asker;
  readonly print: (line: string) => void;
}

/**
 * Empties kinds of data of an environment, after a question. Resources stay, with their ids and settings. If a platform
 * uses the data, it happens there.
 *
 * @throws DataError when there is no such data, or consent is missing
 */
export async function emptyData(options: EmptyOptions): Promise<void> {
  const { root, environment, regions, print } = options;
  const all = (await keptRegions(root, environment)).map(({ region }) => region);
  const unknown = regions?.find((region) => !all.includes(region));
  if (all.length === 0 || unknown !== undefined) {
    const there = all.length > 0 ? ` There is data of ${all.join(", ")}.` : "";
    const region = unknown === undefined ? "" : ` in ${unknown}`;
    throw new DataError(`There is no data of "${environment}"${region}.${there}`);
  }
  const chosen = regions ?? all;
  const data = await holdData(root, environment);
  if ("usedBy" in data) {
    const state = await publishedBy(root, data.usedBy);
    if (!state)
      throw new DataError(`The platform with process ${data.usedBy} is not ready yet. Try again.`);
    await emptyEach(await keptOf(state, chosen), options);
    print("Emptied, in the platform that runs.");
    return;
  }
  const children = new Children(() => {});
  try {
    const folder = await mkdtemp(join(tmpdir(), "palisade-"));
    children.ownFolder(folder);
    const start = async (region: string): Promise<readonly [string, Kept]> => {
      const stateFolder = data.folderOf(region);
      const parts = { region, children, folder, stateFolder };
      const { kept } = await startEndpoint({ ...parts, announce: print });
      if (!kept) throw new DataError(`${region} has an endpoint of its own, which keeps its data.`);
      return [region, kept];
    };
    await emptyEach(await Promise.all(chosen.map(start)), options);
    print("Emptied.");
  } finally {
    await children.close();
    await data.release();
  }
}

async function emptyEach(
  regions: readonly (readonly [string, Kept])[],
  options: EmptyOptions,
): Promise<void> {
  const named: (keyof KeptCounts)[] = options.kinds.map((kind) => countOf[kind]);
  for (const [region, kept] of regions)
    options.print(`  ${region}: ${describeCounts(await kept.counts(), named)}`);
  await confirm("Delete them for good?", options);
  for (const [, kept] of regions) await kept.empty(options.kinds);
}

async function keptOf(
  state: PlatformState,
  regions: readonly string[],
): Promise<(readonly [string, Kept])[]> {
  const running = regions.filter((region) => state.regions[region]?.accessKey);
  return Promise.all(
    running.map(async (region) => {
      const { aws, accessKey } = state.regions[region]!;
      return [region, await readKept({ region, url: aws, accessKey: accessKey! })] as const;
    }),
  );
}
