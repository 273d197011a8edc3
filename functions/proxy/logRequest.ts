import { log } from "../shared/log.ts";
import type { ProxyEvent } from "./event.ts";
import type { ProxyFailure } from "./failure.ts";

/** How a call went. */
export interface Outcome {
  readonly correlationId: string;
  /** The service's name. */
  readonly service: string;
  /** What the client was told. */
  readonly status: number;
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly failure: ProxyFailure | undefined;
}

/** Writes a call's one line of the log. */
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
