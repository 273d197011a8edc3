import type { InvokeResult } from "./contract.ts";

/** The most an event may measure. (Lambda Developer Guide, "Lambda quotas") */
export const maxEventBytes = 6 * 1024 * 1024;

/** The most an answer may measure: Lambda grants it a little more. */
export const maxAnswerBytes = maxEventBytes + 100;

/** The most that a streamed answer may measure. (Same page) */
export const maxStreamBytes = 200 * 1024 * 1024;

/** The function did not answer in time. */
export const timedOut = (requestId: string, timeoutMs: number): InvokeResult =>
  failed(
    "Sandbox.Timedout",
    `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  );

/**
 * The function's process ended while the event ran.
 *
 * @param exitCode - `null` where a signal ended it, as lack of memory does
 */
export const exited = (
  requestId: string,
  exitCode: number | null,
  signal: NodeJS.Signals | null,
): InvokeResult =>
  failed(
    "Runtime.ExitError",
    exitCode === 0
      ? `RequestId: ${requestId} Error: Runtime exited without providing a reason`
      : `RequestId: ${requestId} Error: Runtime exited with error: ${
          exitCode === null
            ? `signal: ${signalNames[signal!] ?? signal}`
            : `exit status ${exitCode}`
        }`,
  );

/** As Lambda's own runtime prints them. */
const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: "aborted",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};

/** The function's answer exceeds what Lambda passes on. */
export const answerTooLarge = (allowedBytes = maxAnswerBytes): InvokeResult =>
  failed(
    "Function.ResponseSizeTooLarge",
    `Response payload size exceeded maximum allowed payload size (${allowedBytes} bytes).`,
  );

function failed(errorType: string, errorMessage: string): InvokeResult {
  return { functionError: "Unhandled", payload: JSON.stringify({ errorType, errorMessage }) };
}
