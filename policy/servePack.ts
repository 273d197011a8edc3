import { existsSync, readFileSync } from "node:fs";
import { PolicyPack, type PolicyPackConfig } from "@pulumi/policy";
import { checkConfig } from "./config/packConfig.ts";
import type { Rule } from "./rule.ts";
import { ruleSets } from "./ruleSets.ts";
import { toPolicies } from "./toPolicy.ts";

/** This project's own configuration; `--policy-pack-config` goes over it, rule by rule. */
const configFile = new URL("config.json", import.meta.url);

/**
 * Starts to serve the pack of a folder to the engine. A process can serve one only.
 *
 * @param setName - the rules of one folder; all without it
 * @throws PolicyConfigError when `config.json` can't be used
 */
export function servePack(setName?: string): void {
  const sets = ruleSets.filter(({ name }) => setName === undefined || name === setName);
  const rules = sets.flatMap((set) => set.rules);
  const args = {
    description: sets.map(({ description }) => description).join(" "),
    enforcementLevel: "mandatory" as const,
    policies: rules.flatMap(toPolicies),
  };
  new PolicyPack(setName ?? "palisade", args, initialConfig(rules));
}

function initialConfig(rules: readonly Rule[]): PolicyPackConfig {
  if (!existsSync(configFile)) return {};
  const config = checkConfig(JSON.parse(readFileSync(configFile, "utf8")), "policy/config.json");
  const served = ["all", ...rules.map(({ name }) => name)];
  const entries = Object.entries(config).filter(([key]) => served.includes(key));
  return Object.fromEntries(entries) as PolicyPackConfig;
}
