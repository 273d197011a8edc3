import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlatform } from "../local/platform.ts";
import type { DeployedStack } from "./stack.ts";

/**
 * Serves what a stack has on this machine, where AWS would: its gateway, its functions and its
 * services run from the engine's own record of them.
 *
 * @param root - folder that the stack's program ran in; relative paths start there
 * @param url - the health route's address on AWS; its path counts
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
    // The address that is served holds the stage already.
    const [, , ...path] = new URL(url).pathname.split("/");
    return {
      url: `${region!.api}/${path.join("/")}`,
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
