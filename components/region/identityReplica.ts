import { regionOfHost } from "../endpoint/index.ts";
import type { IdentityEnvironment, UserDirectoryArgs } from "../identity/index.ts";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";

/** The part of a region's arguments that decides about a replica of the user pool. */
export interface ReplicaArgs extends IdentityEnvironment {
  readonly region: string;
  readonly definition: Pick<Platform, "identity">;
  readonly home?: { readonly invitationsTable?: unknown };
  readonly identityReplica?: string | undefined;
  readonly domain?: { readonly name: string; readonly aliases?: readonly string[] } | undefined;
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

/** Settings of a replicated pool for another one, and of the pool's domain in another region. */
export const identityReplicaFaults = (args: ReplicaArgs): OptionFault[] => [
  ...domainFaults(args),
  ...(isReplicated(args) ? invitationsFaults(args) : replicaFaults(args)),
];

const replicaFaults = ({ identityReplica }: ReplicaArgs): OptionFault[] =>
  identityReplica === undefined
    ? []
    : [
        {
          argument: "identityReplica",
          given: identityReplica,
          allowed: 'nothing without identity.replication: "managed"',
          fix: 'Set identity: { replication: "managed" } in the platform\'s definition, or remove it.',
        },
      ];

/** Cognito allows no domain of a replica, and a name leads either to the API or to Cognito. */
function domainFaults({ home, signInDomain, domain }: ReplicaArgs): OptionFault[] {
  if (!signInDomain) return [];
  const { name } = signInDomain;
  const isOfApi =
    domain !== undefined &&
    [domain.name, ...(domain.aliases ?? [])].some(
      (host) => host === name || regionOfHost(name, host) !== undefined,
    );
  const fault = (argument: string, allowed: string, fix: string) => {
    return { argument, given: name, allowed, fix };
  };
  return [
    ...(home
      ? [
          fault(
            "signInDomain",
            "nothing outside the home region",
            "Move it to the home region, whose stack has the user pool.",
          ),
        ]
      : []),
    ...(isOfApi
      ? [fault("signInDomain.name", "a name that the API does not have", "Choose another name.")]
      : []),
  ];
}

/** A replica that could not check addresses. */
function invitationsFaults(args: ReplicaArgs): OptionFault[] {
  const { identityReplica, home, region, allowedEmailDomains } = args;
  if (!home || region !== identityReplica) return [];
  if (!allowedEmailDomains?.length || home.invitationsTable) return [];
  const allowed = "the name of the home region's table, with allowedEmailDomains";
  const fix = "Pass the output of the home region's stack.";
  return [{ argument: "home.invitationsTable", given: undefined, allowed, fix }];
}
