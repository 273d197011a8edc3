import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { holdLock } from "../../project/lock.ts";
import { dataFolder, regionFolder } from "./folders.ts";

/** The data of an environment, held by this process. */
export interface HeldData {
  /** The folder for a region's data. */
  folderOf(region: string): string;
  /** Deletes the data of regions, or of all. Nothing may use it. */
  delete(regions?: readonly string[]): Promise<void>;
  release(): Promise<void>;
}

/** Another process on this machine uses the data. */
export interface UsedData {
  readonly usedBy: number;
}

/** Takes the data of an environment for this process, unless another one has it. */
export async function holdData(root: string, environment: string): Promise<HeldData | UsedData> {
  const folder = dataFolder(root, environment);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const held = await holdLock(join(folder, "lock"));
  if (typeof held === "number") return { usedBy: held };
  return {
    folderOf: (region) => regionFolder(root, environment, region),
    async delete(regions) {
      // Beside the regions there are copies that were set aside, and the lock.
      const names = regions ?? (await readdir(folder)).filter((name) => name !== "lock");
      for (const name of names)
        await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
    },
    release: held,
  };
}
