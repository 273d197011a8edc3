import type { Context } from "aws-lambda";
import { correlationIdOf } from "./correlation.ts";
import type { ProxyEvent } from "./event.ts";
import type { FailureKind, ProxyFailure } from "./failure.ts";
import { type Route, type RouteSettings, routesOf } from "./route.ts";
import type { ProxySettings } from "./settings.ts";
import { type Trace, traceOf } from "./trace.ts";

/** What the proxy needs of Lambda's context. */
export type CallContext = Pick<Context, "getRemainingTimeInMillis">;

export type CallSettings = RouteSettings & Pick<ProxySettings, "totalTimeoutMs">;

/** The record of one call, from its event to its log line. Times are those of `performance.now()`. */
export interface Call {
  readonly event: ProxyEvent;
  readonly route: Route;
  readonly correlationId: string;
  readonly trace: Trace;
  readonly startedAt: number;
  /** When the response must be complete. */
  deadline: number;
  /** When an attempt ends, if its response has not begun to be streamed. `Infinity` if only the deadline counts. */
  attemptUntil: number;
  /** Whether it is the first call of this instance of the function. */
  readonly isColdStart: boolean;
  /** How often the request was sent, or begun to be sent. */
  attempts: number;
  /** Time that the service took, over all attempts, until the end of its response. */
  upstreamMs: number;
  /** Bytes of the request's body. */
  requestBytes: number;
  /** Bytes of the response's body, as the service sent them. */
  responseBytes: number;
  /** Status of the client's response, from when its head is written. */
  status: number | undefined;
  /** The failure or status of the service that a fallback has replaced. */
  fallbackFor: FailureKind | number | undefined;
  /** Why the client's response is not the service's, or not all of it. */
  failure: ProxyFailure | undefined;
}

/** Time kept for the response after the deadline, before Lambda ends the function. */
const marginMs = 500;

/** Begins the calls of one instance of the function. */
export function callsOf(settings: CallSettings): (event: ProxyEvent, context: CallContext) => Call {
  const routeOf = routesOf(settings);
  let isColdStart = true;

  return (event, context) => {
    const startedAt = performance.now();
    const remainingMs = Math.max(0, context.getRemainingTimeInMillis() - marginMs);
    const call: Call = {
      event,
      route: routeOf(event),
      correlationId: correlationIdOf(event),
      trace: traceOf(event, process.env["_X_AMZN_TRACE_ID"]),
      startedAt,
      deadline: startedAt + Math.min(settings.totalTimeoutMs, remainingMs),
      attemptUntil: Infinity,
      isColdStart,
      attempts: 0,
      upstreamMs: 0,
      requestBytes: 0,
      responseBytes: 0,
      status: undefined,
      fallbackFor: undefined,
      failure: undefined,
    };
    isColdStart = false;
    return call;
  };
}

/** Time for the present attempt; negative after it. */
export const timeLeft = (call: Pick<Call, "deadline" | "attemptUntil">): number =>
  Math.min(call.deadline, call.attemptUntil) - performance.now();
