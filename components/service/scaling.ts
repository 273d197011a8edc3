import type { OptionFault } from "../shared/errors.ts";
import {
  between,
  type JointCheck,
  mapOf,
  options,
  required,
  text,
  whole,
} from "../shared/options.ts";
import { zoneFaults, scheduleExpression, timeZone } from "../shared/schedules.ts";

/** A change of the limits at certain times. */
interface ScalingSchedule {
  /** `cron(minute hour day month weekday year)` or `at(2026-12-24T08:00:00)`. */
  readonly at: string;
  /** Such as `Europe/Berlin`. @default UTC */
  readonly timeZone?: string;
  readonly min: number;
  readonly max: number;
}

/**
 * How a service's number of tasks follows its load. With several targets, the largest number that one of
 * them asks for runs, and tasks are removed only when all agree.
 * Source: Application Auto Scaling User Guide, "How target tracking scaling works".
 */
export interface Scaling {
  /** Least number of tasks. @default 2 in production, 1 elsewhere; in production at least 2 */
  readonly min?: number;
  /** Greatest number of tasks. */
  readonly max: number;
  /** Average use of the tasks' CPU in percent to keep to. @default CPU adds no tasks */
  readonly cpuPercent?: number;
  /** Average use of the tasks' memory in percent to keep to. @default memory adds no tasks */
  readonly memoryPercent?: number;
  /** Requests per minute and task to keep to. @default requests add no tasks */
  readonly requestsPerTarget?: number;
  /** Seconds until tasks are added again. @default 60 */
  readonly scaleOutCooldownSeconds?: number;
  /** Seconds until tasks are removed again. @default 300 */
  readonly scaleInCooldownSeconds?: number;
  /** Limits by time, by name; each stays until the next. @default the same limits at all times */
  readonly schedules?: Record<string, ScalingSchedule>;
}

const percent = between(1, 100);
const cooldown = whole(0, 3_600);

const schedule = options<ScalingSchedule>(
  {
    // Source: Application Auto Scaling User Guide, "Schedule recurring scaling actions using cron expressions".
    at: required(
      scheduleExpression(
        ["cron", "at"],
        "cron(…) with six fields, one of the days a ?, or at(…) with a date and a time",
        'Such as "cron(0 7 ? * MON-FRI *)" or "at(2026-12-24T08:00:00)".',
      ),
    ),
    timeZone,
    min: required(whole(0)),
    max: required(whole(0)),
  },
  (given) => [...zoneFaults("at", given.at, given.timeZone), ...limitFaults(given)],
);

export const scalingRule = options<Scaling>(
  {
    min: whole(0),
    max: required(whole(2)),
    cpuPercent: percent,
    memoryPercent: percent,
    requestsPerTarget: whole(1),
    scaleOutCooldownSeconds: cooldown,
    scaleInCooldownSeconds: cooldown,
    schedules: mapOf(
      schedule,
      text(/^[a-z][a-z0-9-]*$/, "names of lower-case letters, digits and dashes"),
    ),
  },
  (given) => [...limitFaults(given), ...aimFaults(given)],
);

const limitFaults = ({ min = 0, max }: Pick<Scaling, "min" | "max">): OptionFault[] =>
  min > max
    ? [{ argument: "min", given: min, allowed: `at most max, which is ${max}`, fix: "Swap them?" }]
    : [];

function aimFaults(given: Scaling): OptionFault[] {
  const { cpuPercent, memoryPercent, requestsPerTarget, schedules = {} } = given;
  const aims = [cpuPercent, memoryPercent, requestsPerTarget, ...Object.keys(schedules)];
  if (aims.some((aim) => aim !== undefined)) return [];
  const allowed = "an object with cpuPercent, memoryPercent, requestsPerTarget or schedules";
  return [{ argument: "", given, allowed, fix: "Otherwise the number of tasks never changes." }];
}

/** The number of tasks is either fixed or follows the load. */
export const scalingFaults: JointCheck<{
  readonly scaling?: Scaling | undefined;
  readonly desiredCount?: number | undefined;
}> = ({ scaling, desiredCount }) =>
  scaling && desiredCount !== undefined
    ? [
        {
          argument: "desiredCount",
          given: desiredCount,
          allowed: "nothing with scaling",
          fix: "Set scaling.min instead.",
        },
      ]
    : [];

/** The scaling in an environment: production always has two tasks, so that it survives the failure of one. */
export function scalingIn(scaling: Scaling, production: boolean): Scaling {
  const least = (number: number) => Math.max(number, production ? 2 : 0);
  const { min = 1, schedules = {} } = scaling;
  const raised = Object.entries(schedules).map(([name, each]) => [
    name,
    { ...each, min: least(each.min), max: least(each.max) },
  ]);
  return {
    ...scaling,
    min: least(min),
    schedules: Object.fromEntries(raised) as Record<string, ScalingSchedule>,
  };
}
