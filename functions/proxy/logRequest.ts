import { log } from "../shared/log.ts";
import type { Call } from "./call.ts";

/** Writes the single log line of a call. */
export function logRequest(service: string, call: Call): void {
  const { event, failure, status = 500 } = call;
  log((failure?.status ?? status) >= 500 ? "error" : "info", "request", {
    correlationId: call.correlationId,
    service,
    method: event.httpMethod,
    path: event.path,
    status,
    durationMs: rounded(performance.now() - call.startedAt),
    ...(call.fallbackFor !== undefined && { fallbackFor: call.fallbackFor }),
    ...(failure && { error: failure.kind, reason: failure.message }),
  });
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100;
