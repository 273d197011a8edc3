import type * as pulumi from "@pulumi/pulumi";
import { issuersOf, ReplicaDirectory, UserDirectory } from "../identity/index.ts";
import type { PrivateNetwork } from "../network/index.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import { directoryArgs } from "./directoryArgs.ts";
import type { HomeDirectory } from "./homeDirectory.ts";
import type { Tables } from "./tables.ts";
import { isReplicated } from "./identityReplica.ts";

/** The users as a region sees them. */
export interface Users {
  readonly directory: HomeDirectory;
  /** Names of the log groups of the triggers that run in this region, by trigger. */
  readonly triggerLogs: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The user directory: the home region creates it, the replica's region adds what the replica has of its own. */
export function createUsers(
  environment: string,
  args: RegionalPlatformArgs,
  tables: Tables,
  { vpcId, privateSubnetIds: subnetIds }: PrivateNetwork,
  opts: pulumi.ComponentResourceOptions,
): Users {
  const { home, region, definition } = args;
  const name = `${environment}-users`;
  const network = { vpcId, subnetIds };
  if (!home) {
    const own = { environment, tables, network };
    const directory = new UserDirectory(name, { ...own, ...directoryArgs(args) }, opts);
    return { directory, triggerLogs: directory.triggerLogs };
  }
  let triggerLogs = {};
  if (isReplicated(args) && args.identityReplica === region) {
    const { senderEmail, senderIdentity, mailDomain, allowedEmailDomains } = args;
    const replica = {
      region,
      userPoolId: home.userPoolId,
      platformName: definition.name,
      status: args.identityReplicaStatus,
      invitationsTable: home.invitationsTable,
      options: definition.identity,
      ...{ environment, tables, network },
      firewall: definition.identity?.firewall ?? definition.userFirewall,
    };
    const own = { senderEmail, senderIdentity, mailDomain, allowedEmailDomains };
    ({ triggerLogs } = new ReplicaDirectory(name, { ...replica, ...own }, opts));
  }
  return { directory: home, triggerLogs };
}

/** Issuers whose tokens our own authorizer accepts. `undefined` leaves the check to API Gateway. */
export function acceptedIssuers(
  args: RegionalPlatformArgs,
  { userPoolId }: HomeDirectory,
): pulumi.Output<string>[] | undefined {
  const { identity = {} } = args.definition;
  if (isReplicated(args)) return issuersOf(userPoolId, identity);
  return identity.revocation ? [issuersOf(userPoolId, { issuer: "ORIGINAL" })[0]] : undefined;
}
