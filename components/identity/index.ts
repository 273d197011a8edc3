export { checkDirectoryFirewall, type DirectoryFirewallArgs } from "./firewall.ts";
export type { ScopesArgs } from "./clients.ts";
export type { UserDirectoryArgs } from "./args.ts";
export { checkArgs as checkDirectoryArgs } from "./checkArgs.ts";
export { UserDirectory } from "./userDirectory.ts";
