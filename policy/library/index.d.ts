import { Policies } from "@pulumi/policy";

/**
 * Levels, exemptions and settings by the name of the rule; `all` sets the level of every rule. The
 * form is that of Pulumi's `--policy-pack-config`, which overrides each.
 */
export interface RuleOptions {
  /** @default "private" */
  readonly preset?: "private" | "public-edge";
  /** The setting of this name of every rule that has it. */
  readonly trustedRanges?: readonly string[];
  /** The setting of this name of every rule that has it. */
  readonly privateSubnets?: readonly string[];
  /** A level, or an object with the `enforcementLevel`, `exemptions` and settings. */
  readonly [rule: string]: unknown;
}

/**
 * Policies that keep servers private, for a `PolicyPack` of `@pulumi/policy`.
 *
 * @throws PolicyConfigError for an unknown rule, an unknown key or an invalid value
 */
export declare function privateServers(options?: RuleOptions): Policies;

/** Policies that protect APIs; see {@link privateServers}. */
export declare function guardedApi(options?: RuleOptions): Policies;

/** Policies that protect identities; see {@link privateServers}. */
export declare function guardedIdentity(options?: RuleOptions): Policies;

/** Policies that protect data; see {@link privateServers}. */
export declare function guardedData(options?: RuleOptions): Policies;

/** The policies of all sets; see {@link privateServers}. */
export declare function palisade(options?: RuleOptions): Policies;
