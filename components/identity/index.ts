export { type UserDirectoryArgs, userDirectoryRules } from "./args.ts";
export { app, type AppClient, federation, migration } from "./clients/options.ts";
export {
  identityEnvironment,
  type IdentityEnvironment,
  identityEnvironmentRules,
} from "./environment.ts";
export { identityFaults, userDirectoryFaults } from "./groups.ts";
export {
  amazon,
  apple,
  facebook,
  google,
  oidc,
  saml,
  secretConfig,
  secretsManager,
} from "./providers/index.ts";
export { directoryOptionRules, type IdentityOptions, identityRules } from "./options.ts";
export { type DirectoryFirewallArgs, directoryFirewallRules } from "./pool/firewall.ts";
export { mailDomainRules } from "./mail/domainArgs.ts";
export { replicationRules } from "./replication/args.ts";
export { issuersOf } from "./replication/issuers.ts";
export { ReplicaDirectory } from "./replication/replicaDirectory.ts";
export { type SignInDomainArgs, signInDomainRules } from "./pages/signInDomainArgs.ts";
export { checksOf, type Revocation } from "./tokens/revocation.ts";
export { givenScopes, scopeCheck, type ScopesArgs, scopesRules } from "./tokens/scopes.ts";
export { sessionSeconds } from "./tokens/tokenOptions.ts";
export { UserDirectory } from "./userDirectory.ts";
