import type { OptionFault } from "../shared/errors.ts";
import {
  anyText,
  between,
  falseOr,
  flag,
  isObject,
  type JointCheck,
  listOf,
  mapOf,
  type OptionRules,
  options,
  required,
  type Rule,
  text,
  whole,
} from "../shared/options.ts";
import * as defaults from "./defaults.ts";

/** Time limits. API Gateway's, Lambda's and the proxy's `totalTimeoutMs` hold as well. */
interface TimeoutOptions {
  /** Milliseconds for one attempt; for the head of a streamed response. @default the whole time */
  attemptMs?: number;
  /** Milliseconds for all attempts together and the fallback. @default the proxy's `totalTimeoutMs` */
  totalMs?: number;
}

/** Further attempts, if a method is idempotent or nothing was sent. */
interface RetryOptions {
  /** Attempts in total, 2 to 5. @default 2 */
  maxAttempts?: number;
  /** Shortest delay before a retry in milliseconds. @default 25 */
  baseDelayMs?: number;
  /** Longest delay in milliseconds. @default 1000 */
  maxDelayMs?: number;
  /** Retries per call on average, at most. @default 0.2 */
  budgetShare?: number;
}

/** When a function instance stops calling its service. */
interface BreakerOptions {
  /** Share of failed calls that opens it. @default 0.5 */
  failureShare?: number;
  /** Calls before their share counts. @default 5 */
  minimumCalls?: number;
  /** Milliseconds that a call counts for. @default 60000 */
  windowMs?: number;
  /** Milliseconds until a call probes the service. @default 5000 */
  openMs?: number;
}

/** A fixed response. */
interface StaticFallback {
  /** @default 200 */
  status?: number;
  /** @default `cache-control: no-store`, so that no cache keeps it */
  headers?: Record<string, string>;
  /** @default empty */
  body?: string;
}

/** Another service of the platform, which gets the same request with the same headers about its user. */
interface ServiceFallback {
  service: string;
  /** Milliseconds that attempts leave for it; at most half of the time. @default 1000 */
  reservedMs?: number;
}

/** When a call is refused because its service is too slow. */
interface SheddingOptions {
  /** Seconds until the client may try again, and between calls that test the service. @default 1 */
  retryAfterSeconds?: number;
}

/** Failures in place of the service; shares of the attempts from 0 to 1. */
export interface FaultInjectionOptions {
  /** Milliseconds added to the service's time. @default 0 */
  latencyMs?: number;
  /** Share that gets the latency. @default 1 */
  latencyShare?: number;
  /** Share that gets `errorStatus` instead of the service's response. @default 0 */
  errorShare?: number;
  /** @default 503 */
  errorStatus?: number;
  /** Share that is never answered. @default 0 */
  blackHoleShare?: number;
  /**
   * Lets callers inject failures by the header `x-fault-injection`, such as `latency=500, error=503` or
   * `blackhole`. Has no effect in production.
   * @default false
   */
  byHeader?: boolean;
}

/**
 * What the proxy function does when its service fails. A route's options replace those of its service one
 * by one; `false` switches one off.
 */
export interface ResilienceOptions {
  timeouts?: TimeoutOptions | false;
  /** @default a stale connection is replaced once, if the method is idempotent */
  retries?: RetryOptions | false;
  /** @default every call is made */
  breaker?: BreakerOptions | false;
  /** A service's holds for GET, HEAD and OPTIONS, a route's for its own method. @default the error */
  fallback?: StaticFallback | ServiceFallback | false;
  /** @default no call is refused */
  shedding?: SheddingOptions | false;
  /** @default none */
  faultInjection?: FaultInjectionOptions | false;
  /** Statuses that count as failures of the service. @default 502, 503, 504 */
  failureStatuses?: number[];
}

const timeMs = whole(1, defaults.maxStreamingTimeoutMs);
const share = between(0, 1);
const errorStatus = whole(500, 599);
const fieldName = text(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "names of headers");
const fieldValue = text(/^[\t\x20-\x7e]*$/, "printable ASCII");

const timeoutFaults: JointCheck<TimeoutOptions> = ({ attemptMs, totalMs }) =>
  attemptMs === undefined || totalMs === undefined || attemptMs <= totalMs
    ? []
    : whole(1, totalMs, "Set it to at most totalMs.")(attemptMs, "attemptMs");

const retryFaults: JointCheck<RetryOptions> = ({ baseDelayMs = 25, maxDelayMs = 1_000 }) =>
  whole(1, maxDelayMs, "Set it to at most maxDelayMs.")(baseDelayMs, "baseDelayMs");

const injectionFaults: JointCheck<FaultInjectionOptions> = ({
  errorShare = 0,
  blackHoleShare = 0,
}) =>
  between(
    0,
    1 - blackHoleShare,
    "With blackHoleShare it must not exceed 1.",
  )(errorShare, "errorShare");

const staticFallback = options<StaticFallback>({
  status: whole(200, 599),
  headers: mapOf(fieldValue, fieldName),
  body: anyText,
});
const serviceFallback = options<ServiceFallback>({ service: required(text()), reservedMs: timeMs });
const fallback: Rule = (given, path) =>
  (isObject(given) && "service" in given ? serviceFallback : staticFallback)(given, path);

export const faultInjectionRule = options<FaultInjectionOptions>(
  {
    latencyMs: timeMs,
    latencyShare: share,
    errorShare: share,
    errorStatus,
    blackHoleShare: share,
    byHeader: flag,
  },
  injectionFaults,
);

const resilienceRules: OptionRules<ResilienceOptions> = {
  timeouts: falseOr(options<TimeoutOptions>({ attemptMs: timeMs, totalMs: timeMs }, timeoutFaults)),
  retries: falseOr(
    options<RetryOptions>(
      {
        maxAttempts: whole(2, 5),
        baseDelayMs: whole(1, 10_000),
        maxDelayMs: whole(1, 10_000),
        budgetShare: share,
      },
      retryFaults,
    ),
  ),
  breaker: falseOr(
    options<BreakerOptions>({
      failureShare: between(0.01, 1),
      minimumCalls: whole(1, 1_000),
      windowMs: whole(100, 600_000),
      openMs: whole(100, 600_000),
    }),
  ),
  fallback: falseOr(fallback),
  shedding: falseOr(options<SheddingOptions>({ retryAfterSeconds: whole(1, 3_600) })),
  faultInjection: falseOr(faultInjectionRule),
  failureStatuses: listOf(whole(400, 599)),
};

export const resilienceRule: Rule = options(resilienceRules);

/**
 * A breaker must see its minimum of calls within its window even if each of them times out; otherwise it
 * would never open for a service that hangs.
 *
 * @param given - a service's or a route's options, with those of its service
 * @param totalTimeoutMs - the proxy's
 */
export function breakerFaults(
  { breaker, timeouts }: ResilienceOptions,
  totalTimeoutMs: number = defaults.totalTimeoutMs,
): OptionFault[] {
  if (!breaker) return [];
  const { minimumCalls = 5, windowMs = 60_000 } = breaker;
  const { totalMs = totalTimeoutMs, attemptMs = totalMs } = timeouts || {};
  const neededMs = minimumCalls * Math.min(attemptMs, totalMs, totalTimeoutMs);
  if (neededMs <= windowMs) return [];
  return [
    {
      argument: "breaker",
      given: `${minimumCalls} calls of up to ${neededMs / minimumCalls} ms in ${windowMs} ms`,
      allowed: "a window that minimumCalls fit into if all of them time out",
      fix: `Set timeouts.attemptMs to at most ${Math.floor(windowMs / minimumCalls)}, or change minimumCalls or windowMs.`,
    },
  ];
}

/** The service that options fall back to. */
export const fallbackService = ({ fallback: to }: ResilienceOptions): string | undefined =>
  to && "service" in to ? to.service : undefined;

/** A route's options, and how long API Gateway waits for it if that is not 29 s. */
export interface RouteResilience extends ResilienceOptions {
  gatewayMs?: number;
}

export const routeResilienceRule: Rule = mapOf(
  options<RouteResilience>({ ...resilienceRules, gatewayMs: timeMs }),
);

/** The options as the function reads them; `undefined` without any. */
export function resilienceJson(
  service: ResilienceOptions | undefined,
  byRoute: Record<string, RouteResilience> = {},
  allowsFaultHeader = true,
): string | undefined {
  const own = Object.entries(byRoute).filter(([, { gatewayMs: _, ...rest }]) => !isEmpty(rest));
  if (isEmpty(service ?? {}) && own.length === 0) return undefined;
  return JSON.stringify(
    { service, routes: isEmpty(byRoute) ? undefined : byRoute },
    (key, value: unknown) => (key === "byHeader" && !allowsFaultHeader ? undefined : value),
  );
}

const isEmpty = (given: object): boolean => Object.keys(given).length === 0;
