import { isDeepStrictEqual } from "node:util";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { type ConfiguredRule, unknownRule } from "../config/packConfig.ts";
import { readRuleConfig, type RuleConfig } from "../config/ruleConfig.ts";
import { allRules } from "../ruleSets.ts";

/**
 * Applies the engine's configuration of a rule, which includes the defaults of its schema.
 *
 * @throws PolicyConfigError for an unknown key or an invalid value
 */
export function reconfigured(configured: ConfiguredRule, given: object): ConfiguredRule {
  const { rule, exemptions, settings } = configured;
  const set: Readonly<Record<string, unknown>> = { ...settings, exemptions };
  const changes = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => !isDeepStrictEqual(value, set[key])),
  );
  readRuleConfig(rule, changes);
  const { exemptions: now = exemptions, ...changed } = changes as Partial<RuleConfig>;
  return { ...configured, exemptions: now, settings: { ...settings, ...changed } };
}

/**
 * Checks the engine's configuration of a pack. The engine passes on names of unknown rules, and the
 * framework ignores them, so a misspelt rule would keep its level in silence.
 *
 * @param rules - the rules of the pack; other rules of this project may be configured too
 * @throws PolicyConfigError for an unknown rule, an unknown key or an invalid value
 */
export function checkRequest(
  request: analyzer.ConfigureAnalyzerRequest,
  rules: readonly ConfiguredRule[],
): void {
  const names: ReadonlySet<string> = new Set(["all", ...allRules.map(({ name }) => name)]);
  const entries = [...request.getPolicyconfigMap().entries()] as [string, analyzer.PolicyConfig][];
  for (const [given, config] of entries) {
    if (!names.has(given)) throw unknownRule(given, allRules);
    const configured = rules.find(({ rule }) => rule.name === given);
    if (configured) reconfigured(configured, config.getProperties()?.toJavaScript() ?? {});
  }
}
