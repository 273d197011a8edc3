import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/** A token bucket: refilled at the rate, as large as the burst. One call takes one token. */
export interface Throttle {
  /** Calls per second in the long run. */
  ratePerSecond: number;
  /** Calls at once, 1 or more. */
  burst: number;
}

/** How often a route may be called. */
export interface ThrottleGuard {
  /** The route's own limit, in place of the stage's. @default the stage's limit */
  throttle?: Throttle;
}

/** Most that an account's region lets through, however high a route's own limit is. */
const accountThrottle: Throttle = { ratePerSecond: 10_000, burst: 5_000 };

export function checkRouteThrottle({ key, method, throttle }: Route): void {
  if (!throttle) return;
  checkThrottle(throttle, (problem, fix) => new RouteError(key, problem, fix));
  if (method === "ANY") {
    throw new RouteError(
      key,
      "it limits ANY, but API Gateway limits single methods",
      "List the methods as routes of their own, or leave the limit to the stage.",
    );
  }
}

/**
 * Refuses limits that API Gateway can't hold.
 *
 * @param failure - makes the error from what is wrong and what to do
 */
export function checkThrottle(
  { ratePerSecond, burst }: Throttle,
  failure: (problem: string, fix: string) => Error,
): void {
  if (!(ratePerSecond > 0 && ratePerSecond <= accountThrottle.ratePerSecond)) {
    throw failure(
      `its rate is ${ratePerSecond} calls per second`,
      `Use more than 0 and at most ${accountThrottle.ratePerSecond}, the account's limit.`,
    );
  }
  if (!(Number.isInteger(burst) && burst >= 1 && burst <= accountThrottle.burst)) {
    throw failure(
      `its burst is ${burst} calls`,
      `Use a whole number from 1 to ${accountThrottle.burst}, the account's limit.`,
    );
  }
}
