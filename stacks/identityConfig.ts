import type * as pulumi from "@pulumi/pulumi";
import type { DomainArgs } from "../components/endpoint/index.ts";
import {
  type IdentityEnvironment,
  identityEnvironmentRules,
  mailDomainRules,
  replicationRules,
  signInDomainRules,
} from "../components/identity/index.ts";
import type { OptionFault } from "../components/shared/errors.ts";
import { oneOf, type OptionRules, type Rule } from "../components/shared/options.ts";
import { decoded } from "./decoded.ts";
import { orUnset } from "./unset.ts";

/** The part of a region's config about users, the pool's replica and its domain. */
export interface IdentityConfig extends Omit<
  IdentityEnvironment,
  "keepFactors" | "mailDomain" | "signInDomain"
> {
  mailDomain?: string;
  mailHostedZone?: string;
  identityReplica?: string;
  identityReplicaStatus?: "ACTIVE" | "INACTIVE";
  signInDomain?: string;
  signInHostedZone?: string;
}

const {
  keepFactors: _noConfig,
  mailDomain: _ownNames,
  signInDomain: _ownName,
  ...environmentRules
} = identityEnvironmentRules;

/** An empty text means "not set". */
const orEmpty = <Rules extends object>(rules: Rules): Rules =>
  Object.fromEntries(
    Object.entries(rules).map(([name, rule]: [string, Rule]) => [name, orUnset("", rule)]),
  ) as Rules;

export const identityConfigRules: OptionRules<IdentityConfig> = {
  ...orEmpty(environmentRules),
  mailDomain: orUnset("", mailDomainRules.name.required),
  mailHostedZone: orUnset("", mailDomainRules.hostedZoneId.required),
  identityReplica: orUnset("", replicationRules.replicaRegion),
  identityReplicaStatus: oneOf(["ACTIVE", "INACTIVE"]),
  signInDomain: orUnset("", signInDomainRules.name.required),
  signInHostedZone: orUnset("", signInDomainRules.hostedZoneId.required),
};

/** Settings of another region, or that need each other. */
export const identityConfigFaults = (
  config: IdentityConfig & {
    readonly homeRegion: string;
    readonly hostedZone?: string;
    readonly production?: boolean;
  },
  region: string,
): OptionFault[] => {
  const { identityReplica, homeRegion, allowPasswordAuth, production } = config;
  return [
    ...(allowPasswordAuth && production
      ? [
          {
            argument: "allowPasswordAuth",
            given: true,
            allowed: "false in production",
            fix: "Plain passwords are for tools on one machine.",
          },
        ]
      : []),
    ...(identityReplica === homeRegion
      ? [
          {
            argument: "identityReplica",
            given: identityReplica,
            allowed: "another region than homeRegion",
            fix: "Choose another region of the environment, or leave it out.",
          },
        ]
      : []),
    ...addressFaults(config, region),
    ...domainFaults(config, region, "signInDomain", "signInHostedZone"),
    // Each region sends mail by its own SES.
    ...domainFaults(
      config,
      region === identityReplica ? homeRegion : region,
      "mailDomain",
      "mailHostedZone",
    ),
  ];
};

/** Only the home region's stack has the clients. */
const addressFaults = (
  config: IdentityConfig & { readonly homeRegion: string },
  region: string,
): OptionFault[] =>
  (["callbackUrls", "logoutUrls"] as const)
    .filter(
      (argument) => region !== config.homeRegion && Object.keys(config[argument] ?? {}).length,
    )
    .map((argument) => ({
      argument,
      given: config[argument],
      allowed: "nothing outside the home region",
      fix: `Move it to the file of ${config.homeRegion}, whose stack has the clients.`,
    }));

/** Faults of a domain of the user pool's home region and its hosted zone. */
function domainFaults(
  config: Parameters<typeof identityConfigFaults>[0],
  region: string,
  domain: "signInDomain" | "mailDomain",
  zone: "signInHostedZone" | "mailHostedZone",
): OptionFault[] {
  const { [domain]: name, [zone]: ownZone, hostedZone, homeRegion } = config;
  if (!name) {
    if (!ownZone) return [];
    const fix = `Set ${domain}, or remove it.`;
    const allowed = `nothing without ${domain}`;
    return [{ argument: zone, given: ownZone, allowed, fix }];
  }
  if (region !== homeRegion) {
    const fix = `Move it to the file of ${homeRegion}, whose stack has the user pool.`;
    const allowed = "nothing outside the home region";
    return [{ argument: domain, given: name, allowed, fix }];
  }
  if (ownZone || hostedZone) return [];
  return [
    {
      argument: zone,
      given: undefined,
      allowed: `the id of the public hosted zone that contains ${domain}, without a hostedZone`,
      fix: "aws route53 list-hosted-zones prints it.",
    },
  ];
}

/** Settings of the stack about users. Unset values are absent. */
export interface RegionIdentity extends IdentityEnvironment {
  readonly allowedEmailDomains: string[];
  /** `undefined` without a replica of the user pool. */
  readonly identityReplica: string | undefined;
  readonly identityReplicaStatus: "ACTIVE" | "INACTIVE";
}

export const readIdentity = (
  config: pulumi.Config,
  domain: DomainArgs | undefined,
): RegionIdentity => ({
  ...readEnvironment(config),
  allowedEmailDomains: config.requireObject<string[]>("allowedEmailDomains"),
  mailDomain: readMailDomain(config, domain),
  identitySecrets: config.getSecretObject("identitySecrets"),
  // `npm run deploy` sets it for the first of two updates.
  keepFactors: process.env["PALISADE_IDENTITY_STEP"] === "prepare" || undefined,
  identityReplica: config.get("identityReplica") || undefined,
  identityReplicaStatus: config.require<"ACTIVE" | "INACTIVE">("identityReplicaStatus"),
  signInDomain: readSignInDomain(config, domain),
});

/** Settings that the config and the directory have by the same name. */
const readEnvironment = (config: pulumi.Config): IdentityEnvironment =>
  Object.fromEntries(
    Object.keys(environmentRules).map((name) => {
      const given = config.get(name);
      return [name, given ? decoded(given) : undefined];
    }),
  );

function readMailDomain(
  config: pulumi.Config,
  domain: DomainArgs | undefined,
): RegionIdentity["mailDomain"] {
  const name = config.get("mailDomain");
  if (!name) return undefined;
  return { name, hostedZoneId: config.get("mailHostedZone") || domain!.hostedZoneId };
}

/** Its alarm notifies whom those of the API's health checks notify. */
function readSignInDomain(
  config: pulumi.Config,
  domain: DomainArgs | undefined,
): RegionIdentity["signInDomain"] {
  const name = config.get("signInDomain");
  if (!name) return undefined;
  return {
    name,
    hostedZoneId: config.get("signInHostedZone") || domain!.hostedZoneId,
    alarmTopicArns: domain?.alarmTopicArns,
  };
}
