import { existsSync, readFileSync } from "node:fs";
import { checkConfig, type PackConfig } from "./config/packConfig.ts";
import { startPolicyServer } from "./engine/policyServer.ts";
import { ruleSets } from "./ruleSets.ts";

/** The project's configuration; `--policy-pack-config` overrides it for each rule. */
const configFile = new URL("config.json", import.meta.url);
const packageFile = new URL("package.json", import.meta.url);

/**
 * Serves a policy pack to the engine, which reads the port from the first line of output.
 *
 * @param setName - the rule set to serve; all if omitted
 * @throws PolicyConfigError if `config.json` is invalid
 */
export async function servePack(setName?: string): Promise<void> {
  const sets = ruleSets.filter(({ name }) => setName === undefined || name === setName);
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  const { port } = await startPolicyServer({
    name: setName ?? "palisade",
    version,
    description: sets.map(({ description }) => description).join(" "),
    rules: sets.flatMap(({ rules }) => rules),
    config: readConfig(),
  });
  // As a string, because numbers are printed in colour.
  console.log(String(port));
}

function readConfig(): PackConfig {
  if (!existsSync(configFile)) return {};
  return checkConfig(JSON.parse(readFileSync(configFile, "utf8")), "policy/config.json");
}
