import type { UserDirectoryArgs } from "../identity/index.ts";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";

/** The part of a region's arguments that decides about a replica of the user pool. */
interface ReplicaArgs {
  readonly region: string;
  readonly definition: Pick<Platform, "identity">;
  readonly home?: { readonly invitationsTable?: unknown };
  readonly identityReplica?: string | undefined;
  readonly allowedEmailDomains?: readonly string[];
}

export const isReplicated = ({ definition }: Pick<ReplicaArgs, "definition">): boolean =>
  definition.identity?.replication === "managed";

/** Arguments for a pool that Cognito can replicate. */
export const replicationOf = (
  args: ReplicaArgs,
): Pick<UserDirectoryArgs, "replication"> | undefined => {
  if (!isReplicated(args)) return undefined;
  const { issuer, plan } = args.definition.identity!;
  return { replication: { issuer, plan, replicaRegion: args.identityReplica } };
};

/** A replica that nobody would create, or that could not check addresses. */
export function identityReplicaFaults(args: ReplicaArgs): OptionFault[] {
  const { identityReplica: given, home, region, allowedEmailDomains } = args;
  if (given === undefined) return [];
  if (!isReplicated(args)) {
    const fix =
      'Set identity: { replication: "managed" } in the platform\'s definition, or remove it.';
    const allowed = 'nothing without identity.replication: "managed"';
    return [{ argument: "identityReplica", given, allowed, fix }];
  }
  if (!home || region !== given || !allowedEmailDomains?.length || home.invitationsTable) return [];
  const allowed = "the name of the home region's table, with allowedEmailDomains";
  const fix = "Pass the output of the home region's stack.";
  return [{ argument: "home.invitationsTable", given: undefined, allowed, fix }];
}
