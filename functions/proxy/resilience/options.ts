import type { BreakerOptions } from "./breaker.ts";
import type { FaultInjection } from "./faultInjection.ts";

/** A fixed response. */
export interface StaticFallback {
  /** @default 200 */
  readonly status?: number;
  /** @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default empty */
  readonly body?: string;
}

/** Another service, by its name in `FALLBACK_URLS`. */
interface ServiceFallback {
  readonly service: string;
  /** Part of the total time that attempts leave for it, in milliseconds. @default 1000 */
  readonly reservedMs?: number;
}

interface Retries {
  /** Attempts in total. @default 2 */
  readonly maxAttempts?: number;
  /** @default 25 */
  readonly baseDelayMs?: number;
  /** @default 1000 */
  readonly maxDelayMs?: number;
  /** Retries per call, on average. @default 0.2 */
  readonly budgetShare?: number;
}

/** What a proxy function does when its service fails; `false` switches a part off for a route. */
export interface ResilienceOptions {
  readonly timeouts?: { readonly attemptMs?: number; readonly totalMs?: number } | false;
  readonly retries?: Retries | false;
  readonly breaker?: Partial<BreakerOptions> | false;
  readonly fallback?: StaticFallback | ServiceFallback | false;
  readonly shedding?: { readonly retryAfterSeconds?: number } | false;
  readonly faultInjection?: FaultInjection | false;
  /** Statuses that count as a failure of the service. @default 502, 503, 504 */
  readonly failureStatuses?: readonly number[];
}

/** The options of a route, and how long API Gateway waits for it. */
interface RouteOptions extends ResilienceOptions {
  /** @default 29000 */
  readonly gatewayMs?: number;
}

/** The function's variable `RESILIENCE`: the service's options, and what differs by route. */
export interface ResilienceSettings {
  readonly service?: ResilienceOptions;
  readonly routes?: Readonly<Record<string, RouteOptions>>;
}

/** A route's options with all defaults; `undefined` switches a part off. */
export interface RoutePolicy {
  readonly attemptMs: number;
  readonly totalMs: number;
  readonly gatewayMs: number;
  readonly retries: Required<Retries> | undefined;
  readonly breaker: BreakerOptions | undefined;
  /** Whether the route has a breaker of its own. */
  readonly ownsBreaker: boolean;
  readonly fallback: StaticFallback | ServiceFallback | undefined;
  /** Whether the fallback is the route's own. The service's holds for methods that only read. */
  readonly ownsFallback: boolean;
  readonly probeMs: number | undefined;
  readonly faultInjection: FaultInjection | undefined;
  readonly failureStatuses: readonly number[];
}

const retryDefaults: Required<Retries> = {
  maxAttempts: 2,
  baseDelayMs: 25,
  maxDelayMs: 1_000,
  budgetShare: 0.2,
};

/** One instance makes few calls, so a few failures must suffice. */
const breakerDefaults: BreakerOptions = {
  failureShare: 0.5,
  minimumCalls: 5,
  windowMs: 60_000,
  openMs: 5_000,
};

/** @param route - the options of the route, which replace the service's one by one */
export function routePolicy(service: ResilienceOptions, route: RouteOptions = {}): RoutePolicy {
  const merged: RouteOptions = { ...service, ...route };
  const { timeouts, retries, breaker, fallback, shedding, faultInjection } = merged;
  const { attemptMs = Infinity, totalMs = Infinity } = timeouts || {};
  return {
    attemptMs,
    totalMs,
    gatewayMs: merged.gatewayMs ?? 29_000,
    retries: retries ? { ...retryDefaults, ...retries } : undefined,
    breaker: breaker ? { ...breakerDefaults, ...breaker } : undefined,
    ownsBreaker: route.breaker !== undefined,
    fallback: fallback || undefined,
    ownsFallback: route.fallback !== undefined,
    probeMs: shedding ? 1_000 * (shedding.retryAfterSeconds ?? 1) : undefined,
    faultInjection: faultInjection || undefined,
    failureStatuses: merged.failureStatuses ?? [502, 503, 504],
  };
}
