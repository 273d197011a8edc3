import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { OptionFault } from "../shared/errors.ts";
import { fitting, rolePolicy, serviceRole } from "../shared/iam.ts";
import { check, oneOf, type OptionRules, required, whole } from "../shared/options.ts";
import { zoneFaults, scheduleExpression, timeZone } from "../shared/schedules.ts";

/** When a function runs by itself. */
export interface FunctionSchedule {
  /** `rate(5 minutes)`, `cron(0 3 * * ? *)` or `at(2027-01-31T12:00:00)`. */
  expression: string;
  /** Time zone of `cron` and `at`, such as `Europe/Berlin`. @default "UTC" */
  timeZone?: string;
  /** Minutes within which it may start, 1 to 1,440. @default at its time */
  flexibleMinutes?: number;
  /** The event that the function gets, as JSON. @default an empty object */
  input?: unknown;
  /**
   * Regions that run it. With `"all"`, it runs once in each region of the environment.
   * @default "home"
   */
  in?: "home" | "all";
}

export const scheduleRules: OptionRules<FunctionSchedule> = {
  expression: required(
    scheduleExpression(
      ["rate", "cron", "at"],
      "rate(5 minutes), cron(0 3 * * ? *) with six fields, or at(2027-01-31T12:00:00)",
    ),
  ),
  timeZone,
  flexibleMinutes: whole(1, 1_440, "Leave it out to start at its time."),
  input: check(isJson, "a value that JSON can hold, of at most 256 KB"),
  in: oneOf(["home", "all"]),
};

export const scheduleFaults = ({ expression, timeZone }: FunctionSchedule): OptionFault[] =>
  zoneFaults("expression", expression, timeZone);

function isJson(value: unknown): boolean {
  try {
    const json = JSON.stringify(value) as string | undefined;
    return json !== undefined && Buffer.byteLength(json) <= 256 * 1024;
  } catch {
    return false;
  }
}

/** Scheduler allows 64 characters, of which Pulumi's random suffix takes 8. Source: EventBridge Scheduler API Reference, "CreateSchedule". */
const maxScheduleName = 56;

/** A function that schedules invoke. */
interface Target {
  /** ARN to invoke, the alias's if there is one. */
  readonly functionArn: pulumi.Input<string>;
  /** The region's group of schedules. */
  readonly group: aws.scheduler.ScheduleGroup;
  /** Gets the events that did not reach the function. */
  readonly failedRuns: aws.sqs.Queue;
}

/**
 * Runs a function on schedules: one role for all of them, which may invoke only this function, and only
 * for schedules of the group. Costs nothing at rest; 1 USD per million invocations (us-east-1).
 */
export function createSchedules(
  name: string,
  schedules: Readonly<Record<string, FunctionSchedule>>,
  { functionArn, group, failedRuns }: Target,
  opts: pulumi.CustomResourceOptions,
): void {
  const role = serviceRole(`${name}-schedule`, "scheduler.amazonaws.com", opts, group.arn);
  const policy = rolePolicy(
    `${name}-schedule`,
    role,
    [
      { actions: ["lambda:InvokeFunction"], resources: [functionArn] },
      { actions: ["sqs:SendMessage"], resources: [failedRuns.arn] },
    ],
    opts,
  );
  for (const [schedule, each] of Object.entries(schedules)) {
    new aws.scheduler.Schedule(
      fitting(`${name}-${schedule}`, maxScheduleName),
      {
        groupName: group.name,
        scheduleExpression: each.expression,
        scheduleExpressionTimezone: each.timeZone ?? "UTC",
        flexibleTimeWindow: each.flexibleMinutes
          ? { mode: "FLEXIBLE", maximumWindowInMinutes: each.flexibleMinutes }
          : { mode: "OFF" },
        target: {
          arn: functionArn,
          roleArn: role.arn,
          input: JSON.stringify(each.input ?? {}),
          // A delivery that Lambda refused is tried again for an hour: a late run is better than none.
          retryPolicy: { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 185 },
          deadLetterConfig: { arn: failedRuns.arn },
        },
      },
      pulumi.mergeOptions(opts, { dependsOn: [policy] }),
    );
  }
}
