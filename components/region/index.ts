export type { HomeDirectory, RegionalPlatformArgs } from "./args.ts";
export { replicatedTables } from "./replicas.ts";
export { RegionalPlatform } from "./regionalPlatform.ts";
