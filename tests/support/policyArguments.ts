import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./platformProcess.ts";

/**
 * Arguments of the CLI by which an update is checked by the project's policies. The function that checks tokens is outside
 * the VPC.
 *
 * @param folder - for the policies' settings
 */
export async function policyArguments(folder: string): Promise<string[]> {
  const pack = join(root, "policy");
  const { $schema: _, ...config } = JSON.parse(
    await readFile(join(pack, "config.json"), "utf8"),
  ) as Record<string, unknown>;
  const file = join(folder, "policyConfig.json");
  const rule = { "require-functions-in-vpc": { exemptAuthorizers: true } };
  await writeFile(file, JSON.stringify({ ...config, ...rule }));
  return ["--policy-pack", pack, "--policy-pack-config", file];
}
