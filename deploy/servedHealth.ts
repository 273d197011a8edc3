import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlatform } from "../local/platform.ts";
import type { DeployedStack } from "./stack.ts";

/**
 * Serves a stack that was deployed to this machine: its gateway, functions and services run from the
 * engine's state.
 *
 * @param root - folder that the stack's program ran in, for relative paths
 * @param url - the health route's address on AWS, of which only the path is used
 */
export async function servedHealth(
  root: string,
  stack: DeployedStack,
  url: string,
  signal: AbortSignal,
): Promise<{ url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-served-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const file = join(folder, `${stack.name}.json`);
    await writeFile(file, JSON.stringify(await stack.export()));
    const platform = await startPlatform({
      root,
      environment: "",
      from: [file],
      fromIsOwn: true,
      port: 0,
      announce: () => {},
      onMessage: () => {},
      signal,
    });
    const [region] = Object.values(platform.state.regions);
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

/** The path within the API: only the default address begins its paths with the stage. */
export function pathWithoutStage(url: string): string {
  const { hostname, pathname } = new URL(url);
  const isDefault = /\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(hostname);
  return isDefault ? pathname.replace(/^\/[^/]*/, "") : pathname;
}
