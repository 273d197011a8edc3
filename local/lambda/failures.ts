import type { InvokeResult } from "./contract.ts";

/** Largest event. (Lambda Developer Guide, "Lambda quotas") */
export const maxEventBytes = 6 * 1024 * 1024;

/** Largest response, slightly more than the largest event. */
export const maxResponseBytes = maxEventBytes + 100;

/** Largest streamed response. (Same page) */
export const maxStreamBytes = 200 * 1024 * 1024;

/** The function timed out. */
export const timedOut = (requestId: string, timeoutMs: number): InvokeResult =>
  failed(
    "Sandbox.Timedout",
    `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  );

/**
 * The function's process ended during the event.
 *
 * @param exitCode - `null` if a signal ended it, such as for lack of memory
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

/** Signal names as Lambda's runtime prints them. */
const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: "aborted",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};

/** The function's response exceeds Lambda's limit. */
export const responseTooLarge = (allowedBytes = maxResponseBytes): InvokeResult =>
  failed(
    "Function.ResponseSizeTooLarge",
    `Response payload size exceeded maximum allowed payload size (${allowedBytes} bytes).`,
  );

/** What Lambda writes about a failed event into the log of a function in Node.js, in its format `Text`. */
export function failureLine(
  requestId: string,
  { payload }: InvokeResult,
  now = new Date(),
): string {
  const { errorType = "", errorMessage = "" } = JSON.parse(payload) as Record<string, string>;
  if (errorType === "Runtime.ExitError") return errorMessage;
  const time = now.toISOString();
  if (errorType === "Sandbox.Timedout") {
    return `${time} ${requestId} ${errorMessage.replace(/^RequestId: \S+ Error: /, "")}`;
  }
  return `${time}\t${requestId}\tERROR\tInvoke Error \t${payload}`;
}

function failed(errorType: string, errorMessage: string): InvokeResult {
  return { functionError: "Unhandled", payload: JSON.stringify({ errorType, errorMessage }) };
}
