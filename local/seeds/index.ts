import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { Directory } from "../../project/users/directory.ts";
import { storeItems, withSubs } from "./items.ts";
import { sendMessages } from "./messages.ts";
import { prepareObject, storeObjects } from "./objects.ts";
import {
  bucketKind,
  findHolder,
  type HolderKind,
  queueKind,
  type SeededRegion,
  tableKind,
  unknownHolder,
} from "./region.ts";
import { plainRegion } from "./script.ts";
import { runScripts } from "./scriptThread.ts";
import { readSeedFile, SeedError, type SeedFile } from "./seedFile.ts";
import { passwordWarnings, storeUser, subOf } from "./users.ts";

/** @public For scripts in `seeds/`. */
export type { SeedContext } from "./script.ts";
export { SeedError } from "./seedFile.ts";

export interface SeedOptions {
  /** Folder of the project. */
  readonly root: string;
  readonly environment: string;
  /** The home region first. */
  readonly regions: readonly SeededRegion[];
  /** Receives what is stored now, such as `seeds/orders.ts`. @default nobody is told */
  readonly onProgress?: (what: string) => void;
  /** Ends scripts. @default they end by themselves */
  readonly signal?: AbortSignal | undefined;
}

/** What was stored. */
export interface Seeded {
  readonly users: number;
  readonly items: number;
  readonly objects: number;
  readonly messages: number;
  readonly scripts: number;
  /** About passwords that may be real ones. */
  readonly warnings: readonly string[];
}

interface Step {
  /** What it stores. */
  readonly what: string;
  /** Stores it. @returns what it counts as */
  store(): Promise<Partial<Seeded>>;
}

/** Whether a project has seeds. */
export const hasSeeds = async (root: string): Promise<boolean> => {
  const { data, scripts } = await seedFiles(root);
  return data.length + scripts.length > 0;
};

/**
 * Stores the seeds of `seeds/`: first users, then items, objects and messages, then by scripts, in the order of the files'
 * names. What is there already is replaced, so it may be done again. All files are checked before anything is stored.
 *
 * @throws SeedError with file and line
 */
export async function applySeeds(options: SeedOptions): Promise<Seeded> {
  const { root, environment, regions, onProgress = () => {}, signal } = options;
  const { data, scripts } = await seedFiles(root);
  const files = await Promise.all(data.map(readSeedFile));
  const directory = directoryOf(options);
  const first = files.flatMap((file) => userSteps(file, directory));
  const second = (
    await Promise.all(files.map((file) => dataSteps(file, options, directory)))
  ).flat();
  const total = { users: 0, items: 0, objects: 0, messages: 0, scripts: 0 };
  for (const { what, store } of [...first, ...second]) {
    onProgress(what);
    for (const [kind, count] of Object.entries(await store()))
      total[kind as keyof typeof total] += count as number;
  }
  if (scripts.length > 0) {
    const plain = await Promise.all(regions.map(plainRegion));
    const userPoolId = directory?.userPoolId;
    await runScripts(
      { files: scripts, environment, regions: plain, userPoolId },
      { signal, onStart: (file) => onProgress(join("seeds", basename(file))) },
    );
    total.scripts = scripts.length;
  }
  return { ...total, warnings: files.flatMap(passwordWarnings) };
}

async function seedFiles(root: string): Promise<{ data: string[]; scripts: string[] }> {
  const folder = join(root, "seeds");
  const names = (await readdir(folder).catch(() => [])).sort();
  const files = names.filter((name) => !/\.(test|d)\.[jt]s$/.test(name));
  const withEnd = (...ends: string[]) =>
    files.filter((name) => ends.includes(extname(name))).map((name) => join(folder, name));
  return { data: withEnd(".json"), scripts: withEnd(".ts", ".js", ".mjs") };
}

/** The user pool of the home region. */
function directoryOf({ regions, environment }: SeedOptions): Directory | undefined {
  const [home] = regions;
  const pool = home?.resources.find(({ type }) => type === "aws:cognito/userPool:UserPool");
  if (!home || !pool) return undefined;
  return { cognito: home.aws.cognito, userPoolId: pool.id, environment, close: () => {} };
}

function userSteps({ seeds, at }: SeedFile, directory: Directory | undefined): Step[] {
  return (seeds.users ?? []).map((user, index) => {
    const where = at("users", index);
    if (!directory) throw new SeedError(`${where}: the definition has no user pool.`);
    const store = async () => {
      await storeUser(directory, user, where);
      return { users: 1 };
    };
    return { what: where, store };
  });
}

async function dataSteps(
  { seeds, at, folder }: SeedFile,
  { regions, environment }: SeedOptions,
  directory: Directory | undefined,
): Promise<Step[]> {
  const steps: Step[] = [];
  /** The regions that have a resource, with what it is there. */
  const holders = (kind: HolderKind, name: string, where: string) => {
    const found = regions.flatMap((region) => {
      const holder = findHolder(region, kind, name, environment, where);
      return holder ? [{ aws: region.aws, holder }] : [];
    });
    if (found.length === 0) throw unknownHolder(regions, kind, environment, where);
    return found;
  };
  for (const [name, items] of Object.entries(seeds.items ?? {})) {
    const where = at("items", name);
    const found = holders(tableKind, name, where);
    const sub = async (username: string) => {
      if (!directory) throw new SeedError(`${where}: the definition has no user pool.`);
      return subOf(directory, username, where);
    };
    const store = async () => {
      const stored = await Promise.all(items.map((item) => withSubs(item, sub)));
      try {
        for (const { aws, holder } of found)
          await storeItems(aws, String(holder.outputs["name"]), stored);
      } catch (error) {
        throw new SeedError(`${where}: ${(error as Error).message}`);
      }
      return { items: items.length };
    };
    steps.push({ what: where, store });
  }
  for (const [name, objects] of Object.entries(seeds.objects ?? {})) {
    const found = holders(bucketKind, name, at("objects", name));
    const prepared = await Promise.all(
      objects.map((object, index) => prepareObject(object, folder, at("objects", name, index))),
    );
    const store = async () => {
      for (const { aws, holder } of found)
        await storeObjects(aws, String(holder.outputs["bucket"]), prepared);
      return { objects: objects.length };
    };
    steps.push({ what: at("objects", name), store });
  }
  for (const [name, messages] of Object.entries(seeds.messages ?? {})) {
    const where = at("messages", name);
    const [first] = holders(queueKind, name, where);
    const store = async () => ({
      messages: await sendMessages(first!.aws, first!.holder.id, messages),
    });
    steps.push({ what: where, store });
  }
  return steps;
}
