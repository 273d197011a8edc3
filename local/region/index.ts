export type { RegionChanges } from "./changes.ts";
export type { RegionOptions } from "./options.ts";
export { Region } from "./region.ts";
