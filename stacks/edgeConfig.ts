import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { distributionFaults, distributionRules } from "../components/edge/index.ts";
import {
  flag,
  type JointCheck,
  oneOf,
  type OptionRules,
  required,
  type Rule,
} from "../components/shared/options.ts";

/** The config of an edge's stack, as `Pulumi.yaml` describes it. */
export interface EdgeStackConfig {
  environment: string;
  homeRegion: string;
  domainName: string;
  aliases?: string[];
  hostedZone: string;
  originDomain: string;
  originRegions?: string[];
  production?: boolean;
}

/** @param homeRegion - the rule of regions' stacks */
export const edgeConfigRules = (
  environment: string,
  homeRegion: Rule,
): OptionRules<EdgeStackConfig> => ({
  environment: required(oneOf([environment], "Set it to the one in the file's name.")),
  homeRegion: required(homeRegion),
  domainName: distributionRules.domainName,
  aliases: distributionRules.aliases,
  hostedZone: distributionRules.hostedZoneId,
  originDomain: distributionRules.originDomain,
  originRegions: distributionRules.originRegions,
  production: flag,
});

/** Encrypted values, which only the engine can read, are not lists. */
export const edgeConfigFaults: JointCheck<EdgeStackConfig> = (config) =>
  distributionFaults({
    ...config,
    aliases: listOrNone(config.aliases),
    originRegions: listOrNone(config.originRegions),
  });

const listOrNone = (given: string[] | undefined): string[] => (Array.isArray(given) ? given : []);

/** Settings that only an edge's stack has. */
export const edgeOnly = ["originDomain", "originRegions"] as const;

/**
 * Refuses settings of another kind of stack, which nothing would read. The engine passes the defaults of
 * `Pulumi.yaml` to every stack, so those are allowed.
 *
 * @param kind - of the stack, such as "an edge"
 * @param owner - of the settings, such as "a region"
 */
export const foreignRules = <Name extends string>(
  names: readonly Name[],
  kind: string,
  owner: string,
): Record<Name, Rule> =>
  Object.fromEntries(
    names.map((name): [string, Rule] => [
      name,
      (given, argument) =>
        isDeepStrictEqual(given, defaults[name]?.default)
          ? []
          : [
              {
                argument,
                given,
                allowed: `nothing in the file of ${kind}`,
                fix: `Remove it: it is a setting of ${owner}.`,
              },
            ],
    ]),
  ) as Record<Name, Rule>;

interface ProjectFile {
  readonly config: Readonly<Record<string, { readonly default?: unknown }>>;
}

const { config: defaults } = parse(
  readFileSync(new URL("../Pulumi.yaml", import.meta.url), "utf8"),
) as ProjectFile;
