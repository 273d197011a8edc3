export { checkUsagePlans } from "./check.ts";
export {
  type ApiKeyDefinition,
  type ApiKeySource,
  type UsagePlanArgs,
  type UsagePlanDefinition,
  usagePlanRules,
} from "./definition.ts";
export { createUsagePlans, type UsagePlanIds, type UsagePlans } from "./resources.ts";
