import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PlatformState } from "../local/stateFile.ts";
import type { ReadOutputs } from "./usage/deployed.ts";
import { pulumiOutputs } from "./usage/pulumiOutputs.ts";

/**
 * Where a stack's API is: the platform's that runs on this machine, or what the deployed stack tells.
 *
 * @param tell - told why it isn't known
 * @returns `/`, which is the host that the contract comes from, where it isn't known
 */
export async function addressOf(
  root: string,
  { environment, region }: { readonly environment: string; readonly region: string },
  tell: (message: string) => void,
  readOutputs: ReadOutputs = pulumiOutputs(root),
): Promise<string> {
  const local = await readFile(join(root, ".local", "platform.json"), "utf8").catch(() => "{}");
  const { regions } = JSON.parse(local) as Partial<PlatformState>;
  const running = environment === "local" ? regions?.[region]?.api : undefined;
  if (running !== undefined) return running;
  try {
    if (environment === "local") throw new Error(`No platform runs here.`);
    const { apiUrl } = await readOutputs(`${environment}-${region}`);
    if (typeof apiUrl === "string") return apiUrl;
    throw new Error(`The stack "${environment}-${region}" has no output apiUrl.`);
  } catch (error) {
    tell(`${(error as Error).message} The contract has no address; give it with --url.`);
    return "/";
  }
}
