export type { RegionalPlatformArgs } from "./args.ts";
export { globalBoardOf } from "./globalBoard.ts";
export { type HomeDirectory, optionalDirectoryOutputs } from "./homeDirectory.ts";
export { replicatedTables } from "./replicas.ts";
export { RegionalPlatform } from "./regionalPlatform.ts";
