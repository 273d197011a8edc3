export { type UserDirectoryArgs, userDirectoryFaults, userDirectoryRules } from "./args.ts";
export { type ScopesArgs, scopesRules } from "./clients.ts";
export { type DirectoryFirewallArgs, directoryFirewallRules } from "./firewall.ts";
export { UserDirectory } from "./userDirectory.ts";
