export { type UserDirectoryArgs, userDirectoryFaults, userDirectoryRules } from "./args.ts";
export { type ScopesArgs, scopesRules } from "./clients.ts";
export { type DirectoryFirewallArgs, directoryFirewallRules } from "./firewall.ts";
export {
  identityFaults,
  type IdentityOptions,
  identityRules,
  replicationRules,
} from "./replication/args.ts";
export { issuersOf } from "./replication/issuers.ts";
export { ReplicaDirectory } from "./replication/replicaDirectory.ts";
export { type SignInDomainArgs, signInDomainRules } from "./replication/signInDomainArgs.ts";
export { UserDirectory } from "./userDirectory.ts";
