import type * as pulumi from "@pulumi/pulumi";
import { issuersOf, ReplicaDirectory, UserDirectory } from "../identity/index.ts";
import type { PrivateNetwork } from "../network/index.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import { directoryArgs } from "./directoryArgs.ts";
import type { HomeDirectory } from "./homeDirectory.ts";
import type { Tables } from "./tables.ts";
import { isReplicated } from "./identityReplica.ts";

/** The user directory: the home region creates it, the replica's region adds what the replica has of its own. */
export function createUsers(
  environment: string,
  args: RegionalPlatformArgs,
  tables: Tables,
  { vpcId, privateSubnetIds: subnetIds }: PrivateNetwork,
  opts: pulumi.ComponentResourceOptions,
): HomeDirectory {
  const { home, region, definition } = args;
  const name = `${environment}-users`;
  const network = { vpcId, subnetIds };
  if (!home) {
    const own = { environment, tables, network };
    return new UserDirectory(name, { ...own, ...directoryArgs(args) }, opts);
  }
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
    new ReplicaDirectory(name, { ...replica, ...own }, opts);
  }
  return home;
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
