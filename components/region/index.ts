export type { HomeDirectory, RegionalPlatformArgs } from "./args.ts";
export { RegionalPlatform } from "./regionalPlatform.ts";
