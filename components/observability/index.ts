export { type LogOptions, logRules } from "./logs/options.ts";
export { LogSettings } from "./logs/logSettings.ts";
export { ApiAlarms, type ApiAlarmsArgs, alarmTopicArns } from "./apiAlarms.ts";
export {
  type RegionAlarmsArgs,
  type WatchedApi,
  type WatchedService,
  type WatchedUserPool,
} from "./alarms/args.ts";
export { type AlarmOverrides, runbooksRule } from "./alarms/overrides.ts";
export { countedRefusals } from "./alarms/metricFilters.ts";
export { RegionAlarms } from "./alarms/regionAlarms.ts";
export { describeAlarm } from "./alarms/runbooks.ts";
export { type GlobalBoardArgs, type RegionBoardArgs } from "./dashboards/args.ts";
export { GlobalDashboard, RegionDashboard } from "./dashboards/dashboard.ts";
export { AlarmTopics } from "./topics/alarmTopics.ts";
export {
  type AlarmTargets,
  alarmTargetsRule,
  needsTopic,
  type NotificationTargets,
} from "./topics/targets.ts";
export { UsageRules, type UsageRulesArgs } from "./usage/usageRules.ts";
export { Observability, type ObservabilityArgs } from "./observability.ts";
export { alarmsOf, type ObservabilityOptions, observabilityRule } from "./options.ts";
export { LogSearch } from "./search/logSearch.ts";
