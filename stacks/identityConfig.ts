import type * as pulumi from "@pulumi/pulumi";
import { replicationRules } from "../components/identity/index.ts";
import type { OptionFault } from "../components/shared/errors.ts";
import { oneOf, type OptionRules } from "../components/shared/options.ts";
import { orUnset } from "./unset.ts";

/** The part of a region's config about the replica of the user pool. */
export interface IdentityConfig {
  identityReplica?: string;
  identityReplicaStatus?: "ACTIVE" | "INACTIVE";
}

export const identityConfigRules: OptionRules<IdentityConfig> = {
  identityReplica: orUnset("", replicationRules.replicaRegion),
  identityReplicaStatus: oneOf(["ACTIVE", "INACTIVE"]),
};

export const identityConfigFaults = (
  { identityReplica }: IdentityConfig,
  homeRegion: string,
): OptionFault[] =>
  identityReplica === homeRegion
    ? [
        {
          argument: "identityReplica",
          given: identityReplica,
          allowed: "another region than homeRegion",
          fix: "Choose another region of the environment, or leave it out.",
        },
      ]
    : [];

/** Unset values are absent. */
export const readIdentity = (config: pulumi.Config) => ({
  identityReplica: config.get("identityReplica") || undefined,
  identityReplicaStatus: config.require<"ACTIVE" | "INACTIVE">("identityReplicaStatus"),
});
