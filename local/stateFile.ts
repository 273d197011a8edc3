import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What tells tools where a running platform is; the file `.local/platform.json`. */
export interface PlatformState {
  readonly edge: string;
  readonly console: string;
  readonly regions: Record<string, RegionState>;
}

export interface RegionState {
  /** The region's API with its stage. */
  readonly api: string;
  /** The region's AWS endpoint. */
  readonly aws: string;
  /** The account's own key there, made up for this machine: signs calls of `aws` and of IAM routes. */
  readonly accessKey?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly userPoolId: string;
  readonly clientId: string;
  readonly issuer: string;
  /** Values of API keys by name, made up for this machine. Left out where there are none. */
  readonly apiKeys?: Record<string, string>;
}

/** The file holds keys, if only of this machine. */
const onlyMine = 0o600;

/** How many platforms this process has published: tells those of one millisecond apart. */
let published = 0;

/**
 * Publishes where this platform is. Several may run from one checkout: the file tells the latest,
 * and, once that has stopped, the latest of those that still run.
 *
 * @param folder - `.local` of the project
 * @returns takes it back
 */
export async function publishState(
  folder: string,
  state: PlatformState,
): Promise<() => Promise<void>> {
  const running = join(folder, "running");
  const own = join(running, `${Date.now()}-${process.pid}-${published++}.json`);
  const shown = join(folder, "platform.json");
  await mkdir(running, { recursive: true });
  await writeFile(own, JSON.stringify(state, null, 2), { mode: onlyMine });
  await show(own, shown);
  return async () => {
    await rm(own, { force: true });
    const latest = await latestRunning(running);
    await (latest ? show(join(running, latest), shown) : rm(shown, { force: true }));
  };
}

/** Renamed into place, so that nobody reads half a file. */
async function show(from: string, to: string): Promise<void> {
  const temporary = `${to}.${process.pid}`;
  await writeFile(temporary, await readFile(from), { mode: onlyMine });
  await rename(temporary, to);
}

/** The newest file whose process still runs; files of processes that were killed are removed. */
async function latestRunning(folder: string): Promise<string | undefined> {
  const files = (await readdir(folder)).sort();
  const alive = files.filter((file) => runs(Number(/-(\d+)-\d+\.json$/.exec(file)?.[1])));
  await Promise.all(
    files.filter((file) => !alive.includes(file)).map((file) => rm(join(folder, file))),
  );
  return alive.at(-1);
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
