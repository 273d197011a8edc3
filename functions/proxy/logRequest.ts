import { log } from "../shared/log.ts";
import type { ProxyEvent } from "./event.ts";
import type { ProxyFailure } from "./failure.ts";

/** The outcome of a call. */
export interface Outcome {
  readonly correlationId: string;
  readonly service: string;
  /** HTTP status of the client's response. */
  readonly status: number;
  /** From `performance.now()`. */
  readonly startedAt: number;
  readonly failure: ProxyFailure | undefined;
}

/** Writes the single log line of a call. */
export function logRequest(
  { httpMethod, path }: ProxyEvent,
  { correlationId, service, status, startedAt, failure }: Outcome,
): void {
  log(status >= 500 ? "error" : "info", "request", {
    correlationId,
    service,
    method: httpMethod,
    path,
    status,
    durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
    ...(failure && { error: failure.kind, reason: failure.message }),
  });
}
