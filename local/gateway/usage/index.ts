export { UsageMeter } from "./meter.ts";
export { readUsagePlans, type UsagePlanModel } from "./plans.ts";
export { type CreateRequireKey, createKeyCheck, type RequireKey } from "./requireKey.ts";
