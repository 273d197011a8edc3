import type { OptionFault } from "../../shared/errors.ts";
import {
  falseOr,
  oneOf,
  type OptionRules,
  options,
  type Rule,
  text,
  whole,
  between,
} from "../../shared/options.ts";
import type { AlarmOverride, AlarmThreshold } from "./threshold.ts";
import { type AlarmName, thresholds } from "./thresholds.ts";
import { healthChecks } from "./healthChecks.ts";

/** The alarms that a region's stack can change: those of health checks have options of their own. */
export type RegionAlarmName = Exclude<AlarmName, keyof typeof healthChecks>;

export const regionAlarmNames = (Object.keys(thresholds) as AlarmName[]).filter(
  (name): name is RegionAlarmName => !Object.hasOwn(healthChecks, name),
);

/** Changes by the alarms' names; `false` leaves an alarm out. */
export type AlarmOverrides = { readonly [Name in RegionAlarmName]?: AlarmOverride | false };

const overrideRules: OptionRules<AlarmOverride> = {
  threshold: between(0, Number.MAX_SAFE_INTEGER),
  periodsToAlarm: whole(1, 100),
  periods: whole(1, 100),
  severity: oneOf(["page", "ticket"]),
};

/** CloudWatch evaluates at most a day. Source: CloudWatch API Reference, "PutMetricAlarm" (EvaluationPeriods). */
const daySeconds = 86_400;

const overrideRule = (row: AlarmThreshold): Rule =>
  falseOr(
    options<AlarmOverride>(overrideRules, (given): OptionFault[] => {
      const { periods = row.periods, periodsToAlarm = row.periodsToAlarm } = given;
      const most = Math.floor(daySeconds / row.periodSeconds);
      return [
        ...(periodsToAlarm > periods
          ? [
              {
                argument: "periodsToAlarm",
                given: periodsToAlarm,
                allowed: `at most periods, which is ${periods}`,
              },
            ]
          : []),
        ...(periods > most
          ? [
              {
                argument: "periods",
                given: periods,
                allowed: `at most ${most}: CloudWatch looks back one day, and a period is ${row.periodSeconds} s`,
              },
            ]
          : []),
      ];
    }),
  );

export const alarmOverridesRule: Rule = options<AlarmOverrides>(
  Object.fromEntries(
    regionAlarmNames.map((name) => [name, overrideRule(thresholds[name])]),
  ) as unknown as OptionRules<AlarmOverrides>,
);

export const runbooksRule = text(
  /^(https:\/\/\S+|[\w./-]+)$/,
  "the address of a folder, such as https://git.example.com/platform/docs/runbooks",
);
