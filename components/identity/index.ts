export type { ScopesArgs } from "./clients.ts";
export type { UserDirectoryArgs } from "./args.ts";
export { UserDirectory } from "./userDirectory.ts";
