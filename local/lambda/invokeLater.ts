import { setImmediate, setTimeout } from "node:timers/promises";
import { type InvokeFunction, type InvokeResult, LambdaServiceError } from "./contract.ts";

/** The largest event of an asynchronous call. (Lambda Developer Guide, "Lambda quotas") */
const maxEventBytes = 1024 * 1024;

/** Pauses before Lambda repeats a call. (Same guide, "How Lambda handles errors and retries with asynchronous invocation") */
const pausesMs = [60_000, 120_000];

/** How a call ended for good. */
export interface Outcome {
  /** Undefined if Lambda refused to run the function. */
  readonly result: InvokeResult | undefined;
  /** Number of attempts. */
  readonly attempts: number;
}

export interface LaterOptions {
  /** Pauses before each repetition, in ms. @default two, of one and two minutes */
  readonly pauses?: readonly number[];
  /** Ends the repetitions. */
  readonly signal?: AbortSignal;
  /** Called once, unless the repetitions are ended. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/**
 * Starts a function without waiting for its result, as Lambda's invocation type `Event` does. A call
 * that fails is repeated twice, also one that is throttled, which AWS repeats for up to six hours.
 *
 * @returns as soon as the call is accepted
 * @throws LambdaServiceError when the function is unknown or the event too large
 */
export async function invokeLater(
  invoke: InvokeFunction,
  functionArn: string,
  payload: string,
  { pauses = pausesMs, signal, onOutcome }: LaterOptions = {},
): Promise<void> {
  const bytes = Buffer.byteLength(payload);
  if (bytes > maxEventBytes) {
    const message = `${bytes} byte payload is too large for the Event invocation type (limit ${maxEventBytes} bytes)`;
    throw new LambdaServiceError("RequestEntityTooLargeException", 413, message);
  }
  const attempt = () => invoke(functionArn, payload).catch((error: unknown) => error);
  const first = attempt();
  void repeat(first, attempt, pauses, signal).then((outcome) => {
    if (outcome) onOutcome?.(outcome);
  });
  // Unknown functions are refused before anything runs.
  const outcome = await Promise.race([first, setImmediate()]);
  if (isUnknown(outcome)) throw outcome;
}

/** @returns undefined if the function is unknown, or when the signal ends it */
async function repeat(
  first: Promise<unknown>,
  attempt: () => Promise<unknown>,
  pauses: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Outcome | undefined> {
  let last = await first;
  let attempts = 1;
  for (const pause of pauses) {
    if (isUnknown(last)) return undefined;
    if (succeeded(last)) break;
    try {
      // Does not keep the process running.
      await setTimeout(pause, undefined, { ref: false, ...(signal && { signal }) });
    } catch {
      return undefined;
    }
    last = await attempt();
    attempts += 1;
  }
  return { result: isResult(last) ? last : undefined, attempts };
}

const isResult = (outcome: unknown): outcome is InvokeResult =>
  outcome !== null && typeof outcome === "object" && "payload" in outcome;

const succeeded = (outcome: unknown): boolean =>
  isResult(outcome) && outcome.functionError === undefined;

const isUnknown = (outcome: unknown): outcome is LambdaServiceError =>
  outcome instanceof LambdaServiceError && outcome.status === 404;
