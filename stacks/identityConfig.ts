import type * as pulumi from "@pulumi/pulumi";
import type { DomainArgs } from "../components/endpoint/index.ts";
import {
  replicationRules,
  type SignInDomainArgs,
  signInDomainRules,
} from "../components/identity/index.ts";
import type { OptionFault } from "../components/shared/errors.ts";
import { oneOf, type OptionRules } from "../components/shared/options.ts";
import { orUnset } from "./unset.ts";

/** The part of a region's config about the user pool's replica and domain. */
export interface IdentityConfig {
  identityReplica?: string;
  identityReplicaStatus?: "ACTIVE" | "INACTIVE";
  signInDomain?: string;
  signInHostedZone?: string;
}

export const identityConfigRules: OptionRules<IdentityConfig> = {
  identityReplica: orUnset("", replicationRules.replicaRegion),
  identityReplicaStatus: oneOf(["ACTIVE", "INACTIVE"]),
  signInDomain: orUnset("", signInDomainRules.name.required),
  signInHostedZone: orUnset("", signInDomainRules.hostedZoneId.required),
};

/** Settings of another region, or that need each other. */
export const identityConfigFaults = (
  config: IdentityConfig & { readonly homeRegion: string; readonly hostedZone?: string },
  region: string,
): OptionFault[] => {
  const { identityReplica, homeRegion } = config;
  return [
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
    ...signInFaults(config, region),
  ];
};

function signInFaults(
  {
    signInDomain,
    signInHostedZone,
    hostedZone,
    homeRegion,
  }: Parameters<typeof identityConfigFaults>[0],
  region: string,
): OptionFault[] {
  if (!signInDomain) {
    if (!signInHostedZone) return [];
    const fix = "Set signInDomain, or remove it.";
    const allowed = "nothing without signInDomain";
    return [{ argument: "signInHostedZone", given: signInHostedZone, allowed, fix }];
  }
  if (region !== homeRegion) {
    const fix = `Move it to the file of ${homeRegion}, whose stack has the user pool.`;
    const allowed = "nothing outside the home region";
    return [{ argument: "signInDomain", given: signInDomain, allowed, fix }];
  }
  if (signInHostedZone || hostedZone) return [];
  return [
    {
      argument: "signInHostedZone",
      given: undefined,
      allowed: "the id of the public hosted zone that contains signInDomain, without a hostedZone",
      fix: "aws route53 list-hosted-zones prints it.",
    },
  ];
}

/** Unset values are absent. */
export const readIdentity = (config: pulumi.Config, domain: DomainArgs | undefined) => ({
  identityReplica: config.get("identityReplica") || undefined,
  identityReplicaStatus: config.require<"ACTIVE" | "INACTIVE">("identityReplicaStatus"),
  signInDomain: readSignInDomain(config, domain),
});

/** Its alarm notifies whom those of the API's health checks notify. */
function readSignInDomain(
  config: pulumi.Config,
  domain: DomainArgs | undefined,
): SignInDomainArgs | undefined {
  const name = config.get("signInDomain");
  if (!name) return undefined;
  return {
    name,
    hostedZoneId: config.get("signInHostedZone") || domain!.hostedZoneId,
    alarmTopicArns: domain?.alarmTopicArns,
  };
}
