import { exemptionsSchema } from "./exemptions.ts";
import type { JsonSchema, Level, Rule } from "../rule.ts";
import { allRules } from "../ruleSets.ts";
import {
  checkValues,
  configProperties,
  levelsOf,
  PolicyConfigError,
  readRuleConfig,
} from "./ruleConfig.ts";
import type { RuleConfig } from "./ruleConfig.ts";
import { type PresetName, type RuleConfigEntry, sharedKeys, spread } from "./presets.ts";

/**
 * The contents of a configuration file, in the form of Pulumi's `--policy-pack-config`: for each
 * rule a level, or an object with the level, exemptions and settings. `all` sets the level of every
 * rule; `preset`, `trustedRanges` and `privateSubnets` are about several rules.
 */
export type PackConfig = SharedConfig & Readonly<Record<string, unknown>>;

/** What applies to several rules. */
interface SharedConfig {
  /** @default "private" */
  readonly preset?: PresetName;
  /** The setting of this name of every rule that has it. */
  readonly trustedRanges?: readonly string[];
  /** The setting of this name of every rule that has it. */
  readonly privateSubnets?: readonly string[];
}

/** A rule with its configuration. */
export interface ConfiguredRule extends RuleConfig {
  readonly rule: Rule;
  readonly level: Level;
}

/**
 * Checks the contents of a configuration file.
 *
 * @param file - the file's name, for errors
 * @param rules - the rules that it may configure
 * @throws PolicyConfigError that names the key
 */
export function checkConfig(
  given: unknown,
  file: string,
  rules: readonly Rule[] = allRules,
): PackConfig {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new PolicyConfigError(
      `${file} must be an object of rules, such as {"<rule>": "advisory"}.`,
    );
  }
  const entries = Object.entries(given as PackConfig).filter(([key]) => key !== "$schema");
  for (const [key, entry] of entries) {
    try {
      checkEntry(key, entry, rules);
    } catch (error) {
      if (!(error instanceof PolicyConfigError)) throw error;
      throw new PolicyConfigError(`${file}: ${error.message}`);
    }
  }
  return Object.fromEntries(entries);
}

function checkEntry(key: string, given: unknown, rules: readonly Rule[]): void {
  const schema = sharedKeys[key];
  if (schema) return checkValues({ [key]: given }, { [key]: schema });
  const entry = given as RuleConfigEntry | null;
  const rule = rules.find(({ name }) => name === key);
  if (key !== "all" && !rule) throw unknownRule(key, rules);
  if (typeof entry !== "string" && (typeof entry !== "object" || entry === null)) {
    throw new PolicyConfigError(
      `${key} is ${JSON.stringify(entry)}; allowed: a level or an object.`,
    );
  }
  const { enforcementLevel: level, ...rest } = asEntry(entry);
  const levels = rule ? levelsOf(rule) : ["mandatory", "advisory", "disabled"];
  if (level !== undefined && !levels.includes(level)) {
    throw new PolicyConfigError(
      `${key} has the unknown level ${JSON.stringify(level)}; allowed: ${levels.join(", ")}.`,
    );
  }
  if (rule) readRuleConfig(rule, rest);
  else if (Object.keys(rest).length > 0) {
    throw new PolicyConfigError(
      `unknown setting all.${Object.keys(rest)[0]}; allowed: enforcementLevel.`,
    );
  }
}

/** An error that suggests the rules whose names share the most words with the given name. */
export const unknownRule = (key: string, rules: readonly Rule[]): PolicyConfigError =>
  new PolicyConfigError(`unknown rule ${key}.${similar(key, rules)}`);

function similar(key: string, rules: readonly Rule[]): string {
  const words = key.split("-").slice(1);
  const shared = (name: string) => words.filter((word) => name.includes(word)).length;
  const names = rules.map(({ name }) => name);
  const alike = names.filter((name) => shared(name) > 0);
  const best = alike.toSorted((one, other) => shared(other) - shared(one)).slice(0, 3);
  return best.length > 0 ? ` Did you mean ${best.join(", ")}?` : " See docs/policies.md.";
}

const asEntry = (entry: RuleConfigEntry = {}): Exclude<RuleConfigEntry, Level> =>
  typeof entry === "string" ? { enforcementLevel: entry } : entry;

/** Applies a checked configuration to each rule, as the engine would. */
export function configureRules(rules: readonly Rule[], config: PackConfig): ConfiguredRule[] {
  const entries = spread(rules, config);
  const all = asEntry(entries["all"]).enforcementLevel;
  return rules.map((rule) => {
    const { enforcementLevel, ...rest } = asEntry(entries[rule.name]);
    const level = enforcementLevel ?? all ?? defaultLevel(rule);
    return { rule, level, ...readRuleConfig(rule, rest) };
  });
}

/** JSON Schema of a configuration file. Rules without settings share the schema of their level. */
export const configSchema = (): JsonSchema => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Configuration of Palisade's policy packs",
  type: "object",
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    ...sharedKeys,
    all: { description: "Level of every rule.", enum: ["mandatory", "advisory", "disabled"] },
    ...Object.fromEntries(allRules.map((rule) => [rule.name, describedEntry(rule)])),
  },
  definitions: {
    exemptions: exemptionsSchema,
    ...Object.fromEntries(allRules.filter(isShared).map((rule) => [kindOf(rule), entry(rule)])),
  },
});

const describedEntry = (rule: Rule): JsonSchema => ({
  description: rule.description,
  ...(isShared(rule) ? { allOf: [{ $ref: `#/definitions/${kindOf(rule)}` }] } : entry(rule)),
});

const isShared = (rule: Rule): boolean => rule.settings === undefined;

const kindOf = (rule: Rule): string =>
  `${defaultLevel(rule)}${"remediate" in rule ? "OrRemediate" : ""}`;

const defaultLevel = (rule: Rule): Level => rule.level ?? "mandatory";

const entry = (rule: Rule): JsonSchema => {
  const level = { enum: levelsOf(rule), default: defaultLevel(rule) };
  const exemptions = { $ref: "#/definitions/exemptions" };
  const properties = { enforcementLevel: level, ...configProperties(rule), exemptions };
  return { anyOf: [level, { type: "object", additionalProperties: false, properties }] };
};
