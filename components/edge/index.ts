export { type DistributionArgs, distributionFaults, distributionRules } from "./args.ts";
export { type EdgeDefinition, edgeFaults, edgeRule } from "./definition.ts";
export { Distribution } from "./distribution.ts";
export type { SiteRelease } from "./site/release.ts";
