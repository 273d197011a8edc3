export { checkUsagePlans } from "./check.ts";
export type {
  ApiKeyDefinition,
  ApiKeySource,
  Quota,
  UsagePlanArgs,
  UsagePlanDefinition,
} from "./definition.ts";
export { createUsagePlans, type UsagePlanIds, type UsagePlans } from "./resources.ts";
