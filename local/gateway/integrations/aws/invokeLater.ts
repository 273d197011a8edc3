import { setImmediate, setTimeout } from "node:timers/promises";
import { type InvokeFunction, LambdaServiceError } from "../../../lambda/contract.ts";

/** The largest event of an asynchronous call. (Lambda Developer Guide, "Lambda quotas") */
const maxEventBytes = 1024 * 1024;

/** Pauses before Lambda repeats a call. (Same guide, "How Lambda handles errors and retries with asynchronous invocation") */
const pausesMs = [60_000, 120_000];

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
  pauses: readonly number[] = pausesMs,
): Promise<void> {
  const bytes = Buffer.byteLength(payload);
  if (bytes > maxEventBytes) {
    const message = `${bytes} byte payload is too large for the Event invocation type (limit ${maxEventBytes} bytes)`;
    throw new LambdaServiceError("RequestEntityTooLargeException", 413, message);
  }
  const attempt = () => invoke(functionArn, payload).then(succeeded, (error: unknown) => error);
  const first = attempt();
  void repeat(first, attempt, pauses);
  // Unknown functions are refused before anything runs.
  const outcome = await Promise.race([first, setImmediate()]);
  if (isUnknown(outcome)) throw outcome;
}

async function repeat(
  first: Promise<unknown>,
  attempt: () => Promise<unknown>,
  pauses: readonly number[],
): Promise<void> {
  let outcome = await first;
  for (const pause of pauses) {
    if (outcome === true || isUnknown(outcome)) return;
    // Does not keep the process running.
    await setTimeout(pause, undefined, { ref: false });
    outcome = await attempt();
  }
}

const succeeded = ({ functionError }: { functionError?: string }): boolean =>
  functionError === undefined;

const isUnknown = (outcome: unknown): outcome is LambdaServiceError =>
  outcome instanceof LambdaServiceError && outcome.status === 404;
