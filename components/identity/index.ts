export type { ScopesArgs } from "./clients.ts";
export { UserDirectory, type UserDirectoryArgs } from "./userDirectory.ts";
