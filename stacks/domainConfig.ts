import type * as pulumi from "@pulumi/pulumi";
import { type DomainArgs, domainRules, regionFaults } from "../components/endpoint/index.ts";
import type { OptionFault } from "../components/shared/errors.ts";
import { isObject, type OptionRules, type Rule } from "../components/shared/options.ts";
import { orUnset } from "./unset.ts";

/** The part of a region's config about the name that the regions share. */
export interface DomainConfig extends Omit<DomainArgs, "name" | "hostedZoneId" | "alarmTopicArns"> {
  domainName?: string;
  hostedZone?: string;
  healthAlarmTopics?: string[];
}

const orNone =
  (rule: Rule): Rule =>
  (given, path) =>
    isObject(given) && Object.keys(given).length === 0 ? [] : rule(given, path);

export const domainConfigRules: OptionRules<DomainConfig> = {
  domainName: orUnset("", domainRules.name.required),
  hostedZone: orUnset("", domainRules.hostedZoneId.required),
  aliases: domainRules.aliases,
  tlsPolicy: domainRules.tlsPolicy,
  truststore: orUnset("", domainRules.truststore),
  executeApi: domainRules.executeApi,
  healthChecks: domainRules.healthChecks,
  traffic: domainRules.traffic,
  shift: orNone(domainRules.shift),
  acceptShift: domainRules.acceptShift,
  edge: domainRules.edge,
  edgeSecretVersion: domainRules.edgeSecretVersion,
  healthAlarmTopics: domainRules.alarmTopicArns,
};

/** Names of the config for options of the component. */
const configNames: Readonly<Record<string, string>> = {
  name: "domainName",
  hostedZoneId: "hostedZone",
  alarmTopicArns: "healthAlarmTopics",
};

/** Settings that exclude each other, or that need a domain. */
export function domainConfigFaults(
  config: DomainConfig & { readonly homeRegion?: string },
  region: string,
): OptionFault[] {
  const { domainName = "", hostedZone = "" } = config;
  if (domainName === "") return faultsWithoutDomain(config);
  if (hostedZone === "") {
    return [
      {
        argument: "hostedZone",
        given: undefined,
        allowed:
          "the id of the public hosted zone that contains the domain, such as Z0123456789ABCDEFGHIJ",
        fix: "aws route53 list-hosted-zones prints it.",
      },
    ];
  }
  const faults = regionFaults({ ...domainOf(config)!, region }).map((fault) => ({
    ...fault,
    argument: fault.argument.replace(/^\w+/, (name) => configNames[name] ?? name),
  }));
  return [...faults, ...secretFaults(config, region)];
}

/** Only the home region creates the edge's secrets. */
function secretFaults(
  { edge, edgeSecretVersion: given = 1, homeRegion }: Parameters<typeof domainConfigFaults>[0],
  region: string,
): OptionFault[] {
  const argument = "edgeSecretVersion";
  if (given === 1) return [];
  if (edge === undefined || edge === "none") {
    return [{ argument, given, allowed: "nothing without an edge", fix: "Remove it." }];
  }
  if (homeRegion === region) return [];
  const fix = `Move it to the file of ${homeRegion}, whose stack creates the secret.`;
  return [{ argument, given, allowed: "nothing outside the home region", fix }];
}

/** Settings that have no effect without a domain; one that nobody notices would be a false promise. */
const faultsWithoutDomain = (config: DomainConfig): OptionFault[] =>
  Object.entries(config)
    .filter(([name, value]) => name in domainConfigRules && !isUnset(value))
    .map(([name, value]) => ({
      argument: name,
      given: value,
      allowed: "nothing without domainName",
      fix: "Set domainName and hostedZone, or remove it.",
    }));

/** Whether a value is the default in `Pulumi.yaml`. */
const isUnset = (value: unknown): boolean =>
  ["", "TLS_1_2", false, "on", "none", 1, undefined].includes(value as string) ||
  (typeof value === "object" && value !== null && Object.keys(value).length === 0);

/** The domain of a config, whose unset values are absent. */
function domainOf(config: DomainConfig): DomainArgs | undefined {
  const { domainName, hostedZone, healthAlarmTopics, shift, truststore, aliases, ...rest } = config;
  if (!domainName) return undefined;
  return {
    ...rest,
    name: domainName,
    hostedZoneId: hostedZone!,
    // Encrypted values, which only the engine can read, are not lists.
    ...(Array.isArray(aliases) && { aliases }),
    ...(truststore && { truststore }),
    ...(shift && Object.keys(shift).length > 0 && { shift }),
    ...(healthAlarmTopics && { alarmTopicArns: healthAlarmTopics }),
  };
}

/** Reads the domain of the stack. `undefined` without one. */
export const readDomain = (config: pulumi.Config): DomainArgs | undefined =>
  domainOf({
    domainName: config.require("domainName"),
    hostedZone: config.require("hostedZone"),
    aliases: config.requireObject("aliases"),
    tlsPolicy: config.require("tlsPolicy"),
    truststore: config.require("truststore"),
    executeApi: config.requireBoolean("executeApi"),
    healthChecks: config.requireObject("healthChecks"),
    traffic: config.require("traffic"),
    shift: config.requireObject("shift"),
    acceptShift: config.requireBoolean("acceptShift"),
    edge: config.require("edge"),
    edgeSecretVersion: config.requireNumber("edgeSecretVersion"),
    healthAlarmTopics: config.requireObject("healthAlarmTopics"),
  });
