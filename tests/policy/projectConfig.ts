import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkConfig, type PackConfig } from "../../policy/config/packConfig.ts";
import { root } from "../support/platformProcess.ts";

/** The project's levels, settings and exemptions. */
export async function projectPolicyConfig(): Promise<PackConfig> {
  const file = join(root, "policy/config.json");
  return checkConfig(JSON.parse(await readFile(file, "utf8")), file);
}
