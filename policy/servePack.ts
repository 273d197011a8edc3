import { existsSync, readFileSync } from "node:fs";
import { checkConfig, type PackConfig } from "./config/packConfig.ts";
import { startPolicyServer } from "./engine/policyServer.ts";
import { ruleSets } from "./ruleSets.ts";

/** This project's own configuration; `--policy-pack-config` goes over it, rule by rule. */
const configFile = new URL("config.json", import.meta.url);
const packageFile = new URL("package.json", import.meta.url);

/**
 * Serves the pack of a folder to the engine, which reads its port from the first line.
 *
 * @param setName - the rules of one folder; all without it
 * @throws PolicyConfigError when `config.json` can't be used
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
  // As a text: numbers get colours.
  console.log(String(port));
}

function readConfig(): PackConfig {
  if (!existsSync(configFile)) return {};
  return checkConfig(JSON.parse(readFileSync(configFile, "utf8")), "policy/config.json");
}
