export { type KeyUsage, type PlanUsage, type Subscriber, UsageMeter } from "./meter.ts";
export { readUsagePlans, type UsagePlanModel } from "./plans.ts";
export {
  type CreateRequireKey,
  createKeyCheck,
  isApiKeyScheme,
  type RequireKey,
} from "./requireKey.ts";
