import { flag, type OptionRules, options, type Rule } from "../shared/options.ts";
import { type AlarmOverrides, alarmOverridesRule, runbooksRule } from "./alarms/overrides.ts";
import { type LogOptions, logRules } from "./logs/options.ts";

/** What a platform lets you see of itself. Every option says what it costs at rest. */
export interface ObservabilityOptions {
  /**
   * `"all"`: alarms for everything that a region has, and one of the whole region: 0.10 USD a month for each
   * metric of an alarm and 0.50 for the latter, about 4 USD for two services (docs/observability.md).
   * `"api"`: only those on the API's failures and latency, 0.30 USD. `false`: none.
   * An object changes alarms by name, such as `{ "service-cpu": { threshold: 70 }, "nat-ports": false }`.
   * @default "all"
   */
  readonly alarms?: false | "api" | "all" | AlarmOverrides;
  /**
   * Address of the folder with the runbooks, with which the description of every alarm begins, such as
   * `https://git.example.com/platform/blob/main/docs/runbooks`. Free.
   * @default the folder's path in the project, `docs/runbooks`
   */
  readonly runbooks?: string;
  /** Retention, encryption and classes of all log groups (docs/logs.md). @default 30 days, CloudWatch's own key */
  readonly logs?: LogOptions;
  /**
   * Dashboards in CloudWatch: one of each region and one over all regions, in the edge's stack or else the home region's.
   * A region's has more than 50 metrics and costs 3 USD a month. The global one is free while the account has at most
   * three dashboards of up to 50 metrics.
   * @default false
   */
  readonly dashboards?: boolean;
  /**
   * Rankings in CloudWatch of who calls most, who is throttled most and which routes fail most: three rules of Contributor
   * Insights, four with usage plans, for 0.50 USD a month each. `npm run usage` needs none of them.
   * @default false
   */
  readonly usage?: boolean;
}

const alarmsRule: Rule = (given, path) => {
  if (given === false || given === "api" || given === "all") return [];
  if (typeof given === "object") return alarmOverridesRule(given, path);
  const allowed = 'false, "api", "all", or an object with changes of alarms by name';
  return [{ argument: path, given, allowed }];
};

const observabilityRules: OptionRules<ObservabilityOptions> = {
  alarms: alarmsRule,
  runbooks: runbooksRule,
  logs: logRules,
  dashboards: flag,
  usage: flag,
};

export const observabilityRule = options(observabilityRules);

/** Which alarms exist, and what is changed about them. */
export const alarmsOf = ({
  alarms = "all",
}: ObservabilityOptions): { scope: "none" | "api" | "all"; overrides: AlarmOverrides } => {
  if (alarms === false) return { scope: "none", overrides: {} };
  return typeof alarms === "string"
    ? { scope: alarms, overrides: {} }
    : { scope: "all", overrides: alarms };
};
