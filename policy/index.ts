import type { Policies } from "@pulumi/policy";
import { checkConfig, configureRules, type PackConfig } from "./config/packConfig.ts";
import { policiesOf } from "./pack/policies.ts";
import type { Rule } from "./rule.ts";
import { ruleSets } from "./ruleSets.ts";

/**
 * Levels, exemptions and settings by the name of the rule, in the form of Pulumi's
 * `--policy-pack-config`, which overrides each.
 */
export type RuleOptions = PackConfig;

/**
 * Policies that keep servers private, for a `PolicyPack` of `@pulumi/policy`.
 *
 * @throws PolicyConfigError for an unknown rule, an unknown key or an invalid value
 */
export const privateServers = (options?: RuleOptions): Policies =>
  setOf("private-servers", options);

/** Policies that protect APIs; see {@link privateServers}. */
export const guardedApi = (options?: RuleOptions): Policies => setOf("guarded-api", options);

/** Policies that protect identities; see {@link privateServers}. */
export const guardedIdentity = (options?: RuleOptions): Policies =>
  setOf("guarded-identity", options);

/** Policies that protect data; see {@link privateServers}. */
export const guardedData = (options?: RuleOptions): Policies => setOf("guarded-data", options);

/** The policies of all sets; see {@link privateServers}. */
export const palisade = (options?: RuleOptions): Policies =>
  checked(
    "palisade",
    ruleSets.flatMap(({ rules }) => rules),
    options,
  );

const setOf = (name: string, options?: RuleOptions): Policies =>
  checked(name, ruleSets.find((set) => set.name === name)!.rules, options);

const checked = (name: string, rules: readonly Rule[], options: RuleOptions = {}): Policies =>
  policiesOf(configureRules(rules, checkConfig(options, `The options of ${name}`, rules)));
