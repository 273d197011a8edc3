import type { CallError, LogLine } from "../record.ts";
import { proxyLineIn } from "../proxyLine.ts";

/** What to do about a failure of the proxy function, by its kind (functions/proxy/failure.ts). */
const hints: Readonly<Record<string, string>> = {
  breakerOpen:
    "The circuit breaker is open, because the service failed often. It lets a call through after a while.",
  brokenResponse:
    "Its response was not complete, or not valid HTTP. Its log says whether it crashed.",
  responseTooLarge: "A function returns at most 6 MB. Stream the response, or send a link to it.",
  shed: "The service is slower than the call may take, so the call was not sent.",
  timeout: "The service did not respond in time. Its log says what it waited for.",
  unreachable:
    "The service is not running, or does not listen on PORT yet. Its log has its last lines.",
  unsafePath:
    "The path has dot segments or encoded slashes, which the service could read as another path.",
  unsigned: "KMS gave no key for the call's assertion: see the role of the proxy function.",
};

/**
 * Why a call failed as the logs tell it, which know more than the response: what the proxy function got, and whether
 * the network dropped its connection.
 */
export function withLogs(
  error: CallError | undefined,
  logs: readonly LogLine[],
): CallError | undefined {
  if (error?.cause !== "backend") return error;
  const dropped = logs.find(({ log, line }) => log.endsWith("/network") && line.startsWith(drops));
  const proxy = proxyLineIn(logs);
  if (proxy?.errorType === undefined) return withException(error, logs);
  if (dropped !== undefined && /unreachable|timeout/.test(proxy.errorType)) {
    const detail = dropped.line;
    return {
      cause: "network",
      detail,
      hint: "On AWS, this call fails too. Change `calls` or the security groups.",
    };
  }
  const hint = hints[proxy.errorType];
  const reason = proxy.error?.split("\n", 1)[0] ?? "";
  return {
    cause: "service",
    detail: `The service ${proxy.service} gave no response: ${reason || proxy.errorType}.`,
    ...(hint !== undefined && { hint }),
  };
}

/** The beginning of lines about the network: see local/network/regionNetwork.ts. */
const drops = "The network drops connections: ";

/** Adds the exception that a service has logged as the `error` of a line about the call, as those of this project do. */
function withException(error: CallError, logs: readonly LogLine[]): CallError {
  const [message, ...stack] = (logs.map(exceptionIn).find((each) => each !== "") ?? "").split("\n");
  if (!message) return error;
  const frame = stack.find((line) => /^\s+at .*:\d+/.test(line))?.trim();
  return {
    ...error,
    detail: `${error.detail} The service logged: ${message}`,
    ...(frame !== undefined && { hint: `It was thrown ${frame}` }),
  };
}

function exceptionIn({ line }: LogLine): string {
  if (!line.includes('"error"')) return "";
  try {
    const { level, error } = JSON.parse(line) as { level?: unknown; error?: unknown };
    return level === "error" && typeof error === "string" ? error : "";
  } catch {
    return "";
  }
}
