import { randomUUID } from "node:crypto";
import { LambdaServiceError } from "../../lambda/contract.ts";
import { abortable } from "../abortable.ts";
import type { CallLater } from "../asyncCalls.ts";
import { type SendToQueue, textAttributes } from "../sendToQueue.ts";
import type { ScheduleSpec } from "./readSchedules.ts";

/** The first pause before a call is repeated, doubled each time up to the longest, in ms. */
const pauseMs = { first: 1_000, longest: 10 * 60_000 };

export interface DeliveryOptions {
  /** EventBridge Scheduler calls functions asynchronously. */
  readonly callLater: CallLater;
  readonly send: SendToQueue;
  /** Ends repetitions. */
  readonly signal: AbortSignal;
  /** Receives a line for each call. */
  readonly log: (line: string) => void;
}

/** The schedule's call failed for good. */
class DeliveryError extends Error {
  override readonly name = "DeliveryError";
}

/** The role may not make the call. */
class AccessDeniedError extends Error {
  override readonly name = "AccessDeniedException";
}

/**
 * Makes a schedule's call. What fails for the moment is repeated as the retry policy says; then, and for what
 * can't succeed, the dead-letter queue gets the event.
 * (EventBridge Scheduler User Guide, "Configuring a schedule's dead-letter queue")
 *
 * @throws DeliveryError when the call is given up
 */
export function createDelivery(options: DeliveryOptions) {
  return async (spec: ScheduleSpec, dueAt: number): Promise<void> => {
    const { target } = spec;
    const executionId = randomUUID();
    const endsAt = Date.now() + target.maxAgeMs;
    for (let attempt = 1, pause = pauseMs.first; ; attempt += 1) {
      const input = inputOf(spec, { dueAt, executionId, attempt });
      try {
        await call(spec, input, options);
        options.log(`${spec.name}: called ${target.arn}`);
        return;
      } catch (error) {
        const condition = exhausted(
          error,
          attempt,
          Date.now() + pause > endsAt,
          target.maxAttempts,
        );
        if (condition === undefined) {
          await abortable(pause, options.signal);
          if (options.signal.aborted) return;
          pause = Math.min(2 * pause, pauseMs.longest);
          continue;
        }
        const { name, message } = error as Error;
        options.log(`${spec.name}: ${message}`);
        await bury(spec, input, options, {
          ERROR_CODE: name,
          ERROR_MESSAGE: message,
          EXECUTION_ID: executionId,
          EXHAUSTED_RETRY_CONDITION: condition,
          IS_PAYLOAD_TRUNCATED: "false",
          RETRY_ATTEMPTS: String(attempt - 1),
          SCHEDULED_TIME: timeOf(dueAt),
          SCHEDULE_ARN: spec.arn,
          TARGET_ARN: target.arn,
        });
        throw new DeliveryError(`${spec.name}: ${message}`, { cause: error });
      }
    }
  };
}

async function call(
  { target }: ScheduleSpec,
  input: string,
  { callLater, send }: DeliveryOptions,
): Promise<void> {
  if (target.refusal !== undefined) throw new AccessDeniedError(target.refusal);
  if (target.service === "lambda") return callLater(target.arn, input);
  await send(target.arn, {
    roleArn: target.roleArn,
    body: input,
    ...(target.messageGroupId && { groupId: target.messageGroupId }),
  });
}

/** @returns undefined if the call is to be repeated; empty if that can't help */
function exhausted(
  error: unknown,
  attempt: number,
  isOld: boolean,
  maxAttempts: number,
): string | undefined {
  if (!isTransient(error)) return "";
  if (attempt > maxAttempts) return "MaximumRetryAttempts";
  return isOld ? "MaximumEventAgeInSeconds" : undefined;
}

function isTransient(error: unknown): boolean {
  if (error instanceof LambdaServiceError) return error.status === 429 || error.status >= 500;
  const { $metadata, code } = error as { $metadata?: { httpStatusCode?: number }; code?: string };
  return code !== undefined || ($metadata?.httpStatusCode ?? 0) >= 500;
}

async function bury(
  { target: { deadLetterArn, roleArn }, name }: ScheduleSpec,
  body: string,
  { send, log }: DeliveryOptions,
  reason: Readonly<Record<string, string>>,
): Promise<void> {
  if (deadLetterArn === undefined) return;
  const attributes = textAttributes(reason);
  await send(deadLetterArn, { roleArn, body, attributes }).catch(({ message }: Error) =>
    log(`${name}: the dead-letter queue did not get the event: ${message}`),
  );
}

interface Execution {
  readonly dueAt: number;
  readonly executionId: string;
  readonly attempt: number;
}

/** The input with its context attributes. (Same guide, "Adding context attributes in EventBridge Scheduler") */
function inputOf(
  { target, arn }: ScheduleSpec,
  { dueAt, executionId, attempt }: Execution,
): string {
  const { input = defaultEvent(arn, dueAt, executionId) } = target;
  const context: Readonly<Record<string, string>> = {
    "schedule-arn": arn,
    "scheduled-time": timeOf(dueAt),
    "execution-id": executionId,
    "attempt-number": String(attempt),
  };
  return input.replaceAll(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (all, name: string) => context[name] ?? all,
  );
}

/** The "default notification" without an input, whose form AWS does not document. */
function defaultEvent(arn: string, dueAt: number, id: string): string {
  const [, , , region, account] = arn.split(":");
  return JSON.stringify({
    version: "0",
    id,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account,
    time: timeOf(dueAt),
    region,
    resources: [arn],
    detail: "{}",
  });
}

/** To the second: `2030-01-31T09:00:00Z`. */
const timeOf = (instant: number): string => new Date(instant).toISOString().replace(/\.\d+Z$/, "Z");
