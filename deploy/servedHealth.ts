import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlatform } from "../local/platform.ts";
import type { DeployedStack } from "./stack.ts";

/** A stack with a region's resources. */
export interface ServedStack {
  readonly region: string;
  readonly stack: Pick<DeployedStack, "name" | "export">;
}

/**
 * Serves a region that was deployed to this machine: its gateway, functions and services run from the
 * engine's state. The home region is served with it, because a region has replicas of its tables.
 *
 * @param root - folder that the stacks' programs ran in, for relative paths
 * @param url - the health route's address on AWS, of which only the path is used
 * @param onUnserved - receives a message about each input that has no effect on this machine, as at a start
 */
export async function servedHealth(
  root: string,
  served: ServedStack,
  home: ServedStack | undefined,
  url: string,
  signal: AbortSignal,
  onUnserved: (message: string) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-served-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const stacks = home && home.region !== served.region ? [home, served] : [served];
    const from = await Promise.all(stacks.map(({ stack }) => writeExport(folder, stack)));
    const platform = await startPlatform({
      root,
      environment: "",
      from,
      fromIsOwn: true,
      port: 0,
      announce: (message) => isUnserved(message) && onUnserved(message),
      onMessage: () => {},
      signal,
    });
    const region = platform.state.regions[served.region];
    return {
      url: `${region!.api}${pathWithoutStage(url)}`,
      close: async () => {
        await platform.stop(0);
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

const isUnserved = (message: string): boolean => message.startsWith("Not served: ");

async function writeExport(folder: string, stack: ServedStack["stack"]): Promise<string> {
  const file = join(folder, `${stack.name}.json`);
  await writeFile(file, JSON.stringify(await stack.export()));
  return file;
}

/** The path within the API: only the default address begins its paths with the stage. */
export function pathWithoutStage(url: string): string {
  const { hostname, pathname } = new URL(url);
  const isDefault = /\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(hostname);
  return isDefault ? pathname.replace(/^\/[^/]*/, "") : pathname;
}
