import { existsSync, readFileSync } from "node:fs";
import { PolicyPack } from "@pulumi/policy";
import { checkConfig, configureRules, type PackConfig } from "../config/packConfig.ts";
import { ruleSets } from "../ruleSets.ts";
import { policiesOf } from "./policies.ts";
import { checkRequest } from "./engineConfig.ts";
import { checkEngineConfig } from "./engineRequests.ts";

/** The project's configuration; `--policy-pack-config` overrides it for each rule. */
const configFile = new URL("../config.json", import.meta.url);

/**
 * Starts a policy pack of this project in its folder, as Pulumi does.
 *
 * @param setName - the rule set; all if omitted
 * @throws PolicyConfigError if `config.json` is invalid
 */
export function startPack(setName?: string): PolicyPack {
  const sets = ruleSets.filter(({ name }) => setName === undefined || name === setName);
  const configured = configureRules(
    sets.flatMap(({ rules }) => rules),
    readConfig(),
  );
  checkEngineConfig((request) => checkRequest(request, configured));
  return new PolicyPack(setName ?? "palisade", {
    description: sets.map(({ description }) => description).join(" "),
    policies: policiesOf(configured),
  });
}

function readConfig(): PackConfig {
  if (!existsSync(configFile)) return {};
  return checkConfig(JSON.parse(readFileSync(configFile, "utf8")), "policy/config.json");
}
