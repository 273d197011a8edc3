import { roleAllows } from "../../aws/rolePolicies.ts";
import { serviceMayAssume } from "../../aws/trust.ts";
import type { Properties, Resource } from "../../graph/resource.ts";
import { parseExpression, type Recurrence } from "../../../project/schedules/expression.ts";
import { ExpressionError } from "../../../project/schedules/expressionError.ts";

/** A schedule of EventBridge Scheduler, as its resource describes it. */
export interface ScheduleSpec {
  readonly name: string;
  readonly arn: string;
  readonly recurrence: Recurrence;
  readonly isEnabled: boolean;
  /** In ms since 1970. */
  readonly startsAt?: number;
  readonly endsAt?: number;
  /** Each call is made at a random time within it. 0 without a flexible window. */
  readonly windowMs: number;
  readonly target: ScheduleTarget;
  /** Everything above as plain data, to notice changes. */
  readonly source: unknown;
}

/** What a schedule calls. */
interface ScheduleTarget {
  /** `lambda` or `sqs`. */
  readonly service: TargetService;
  readonly arn: string;
  readonly roleArn: string;
  /** Without one, EventBridge Scheduler sends an event about itself. */
  readonly input?: string;
  readonly messageGroupId?: string;
  readonly maxAgeMs: number;
  readonly maxAttempts: number;
  readonly deadLetterArn?: string;
  /** Why the role may not make the call; AWS notices it at each call. */
  readonly refusal?: string;
}

type TargetService = "lambda" | "sqs";

const scheduleType = "aws:scheduler/schedule:Schedule";
const service = "scheduler.amazonaws.com";
const actions: Readonly<Record<string, string>> = {
  lambda: "lambda:InvokeFunction",
  sqs: "sqs:SendMessage",
};

/** Defaults and limits of a retry policy. (EventBridge Scheduler API Reference, "RetryPolicy") */
const defaultRetries = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** Reads the schedules whose targets exist on this machine. */
export function readSchedules(resources: readonly Resource[]): {
  schedules: ScheduleSpec[];
  /** Sentences about schedules that are not served. */
  problems: string[];
} {
  const schedules: ScheduleSpec[] = [];
  const problems: string[] = [];
  for (const resource of resources) {
    if (resource.type !== scheduleType) continue;
    const schedule = readSchedule(resource, resources);
    if (typeof schedule !== "string") schedules.push(schedule);
    else problems.push(`Not served: ${scheduleType} "${resource.name}": ${schedule}`);
  }
  return { schedules, problems };
}

/** @returns a reason if it can't be served, or AWS would refuse it */
function readSchedule(
  { inputs, outputs }: Resource,
  resources: readonly Resource[],
): ScheduleSpec | string {
  const arn = String(outputs["arn"]);
  const { arn: targetArn, roleArn, ...target } = inputs["target"] as TargetInputs;
  const [, , of = "", , accountId = ""] = targetArn.split(":");
  if (!(of in actions) || targetArn.startsWith("arn:aws:scheduler:::")) {
    return `its target is ${targetArn}; only functions and queues are served`;
  }
  const groupArn = arn.replace(/:schedule\/([^/]+)\/.*$/, ":schedule-group/$1");
  const source = { accountId: arn.split(":")[4] ?? accountId, arn: groupArn };
  const refusal = !serviceMayAssume(resources, roleArn, service, source)
    ? `${service} may not assume ${roleArn}`
    : !roleAllows(resources, roleArn, { action: actions[of]!, resource: targetArn })
      ? `${roleArn} may not call ${actions[of]} on ${targetArn}`
      : undefined;
  if (refusal?.includes("may not assume")) {
    // CreateSchedule refuses such a role.
    return `${refusal}. Its trust policy needs the service, and conditions that hold for ${groupArn}`;
  }
  const retries = { ...defaultRetries, ...target.retryPolicy };
  try {
    const zone = inputs["scheduleExpressionTimezone"] as string | undefined;
    return {
      source: [outputs["name"], arn, inputs, refusal],
      name: String(outputs["name"]),
      arn,
      recurrence: parseExpression(String(inputs["scheduleExpression"]), zone || "UTC"),
      isEnabled: inputs["state"] !== "DISABLED",
      ...timesOf(inputs),
      target: {
        service: of as TargetService,
        arn: targetArn,
        roleArn,
        ...(target.input !== undefined && { input: target.input }),
        ...(target.sqsParameters?.messageGroupId && {
          messageGroupId: target.sqsParameters.messageGroupId,
        }),
        maxAgeMs: 1_000 * retries.maximumEventAgeInSeconds,
        maxAttempts: retries.maximumRetryAttempts,
        ...(target.deadLetterConfig && { deadLetterArn: target.deadLetterConfig.arn }),
        ...(refusal !== undefined && { refusal }),
      },
    };
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

interface TargetInputs {
  readonly arn: string;
  readonly roleArn: string;
  readonly input?: string;
  readonly sqsParameters?: { readonly messageGroupId?: string };
  readonly retryPolicy?: Partial<typeof defaultRetries>;
  readonly deadLetterConfig?: { readonly arn: string };
}

function timesOf({ startDate, endDate, flexibleTimeWindow }: Properties) {
  const window = flexibleTimeWindow as { maximumWindowInMinutes?: number } | undefined;
  return {
    ...(startDate ? { startsAt: Date.parse(String(startDate)) } : {}),
    ...(endDate ? { endsAt: Date.parse(String(endDate)) } : {}),
    windowMs: 60_000 * (window?.maximumWindowInMinutes ?? 0),
  };
}
