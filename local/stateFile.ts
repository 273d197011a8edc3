import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The addresses of a running platform, for tools; the file `.local/platform.json`. */
export interface PlatformState {
  readonly edge: string;
  readonly console: string;
  /** File with the edge's certificate, such as for `curl --cacert`. Left out without TLS. */
  readonly certificate?: string;
  /** Address of the user pool's sign-in pages. Left out without TLS, or if the pool has no domain. */
  readonly signIn?: string;
  /** Address of the OpenSearch with the logs. Left out without `--search`. */
  readonly search?: string;
  readonly regions: Record<string, RegionState>;
}

interface RegionState {
  /** The region's API with its stage. */
  readonly api: string;
  /** The region's AWS endpoint. */
  readonly aws: string;
  /** Generated root key of the account there, to sign calls of the AWS CLI and of IAM routes. */
  readonly accessKey?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly userPoolId: string;
  readonly clientId: string;
  /** Ids of the clients of `identity.clients` and `identity.machines` by name. Left out if there are none. */
  readonly clients?: Record<string, string>;
  readonly issuer: string;
  /** Table of revoked tokens. Left out without `identity.revocation`. */
  readonly denyListTable?: string;
  /** Generated values of API keys by name. Left out if there are none. */
  readonly apiKeys?: Record<string, string>;
}

/** The file contains keys, although only for this machine. */
const onlyMine = 0o600;

/** The published addresses of a platform. */
export interface PublishedState {
  /** Publishes other ones in their place. */
  replace(state: PlatformState): Promise<void>;
  /** Removes them. */
  takeBack(): Promise<void>;
}

/** Number of platforms that this process has published, for unique file names. */
let published = 0;

/**
 * Publishes the platform's addresses. With several platforms running from one checkout, the file describes
 * the latest that is still running.
 *
 * @param folder - `.local` of the project
 */
export async function publishState(folder: string, state: PlatformState): Promise<PublishedState> {
  const running = join(folder, "running");
  const name = `${Date.now()}-${process.pid}-${published++}.json`;
  const own = join(running, name);
  const shown = join(folder, "platform.json");
  await mkdir(running, { recursive: true });
  const replace = async (text: PlatformState) => {
    // Not in the folder of running platforms, where others would remove it.
    const temporary = join(folder, `${name}.new`);
    await writeFile(temporary, JSON.stringify(text, null, 2), { mode: onlyMine });
    await rename(temporary, own);
    const latest = await latestRunning(running);
    if (latest !== undefined) await show(join(running, latest), shown);
  };
  await replace(state);
  return {
    replace,
    takeBack: async () => {
      await rm(own, { force: true });
      const latest = await latestRunning(running);
      await (latest ? show(join(running, latest), shown) : rm(shown, { force: true }));
    },
  };
}

/** Renames the file into place, so that no reader sees a partial file. */
async function show(from: string, to: string): Promise<void> {
  const temporary = `${to}.${process.pid}`;
  await writeFile(temporary, await readFile(from), { mode: onlyMine });
  await rename(temporary, to);
}

/** @returns the newest file of a running process; files of killed processes are removed */
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
