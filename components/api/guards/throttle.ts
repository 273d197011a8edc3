import { check, options, type OptionRules, required, whole } from "../../shared/options.ts";
import type { RoutePlace } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";

/** A token bucket: refilled at the rate, as large as the burst. One call takes one token. */
export interface Throttle {
  /** Calls per second on average, above 0 and at most 10,000. */
  ratePerSecond: number;
  /** Calls at once, 1 to 5,000. */
  burst: number;
}

/** Rate limit of a route. */
export interface ThrottleGuard {
  /** The route's own limit, in place of the stage's. @default the stage's limit */
  throttle?: Throttle;
}

/** Limits of an account in a region. Source: API Gateway Developer Guide, "Amazon API Gateway quotas". */
const account = { ratePerSecond: 10_000, burst: 5_000 };

/** Rules of a token bucket's options. */
export const bucketRules = {
  ratePerSecond: required(
    check(
      (rate) => typeof rate === "number" && rate > 0 && rate <= account.ratePerSecond,
      "a number above 0, 10,000 at most, which is the account's limit",
    ),
  ),
  burst: required(whole(1, account.burst, "5,000 is the account's limit.")),
} satisfies OptionRules<Throttle>;

export const throttleRule = options<Throttle>(bucketRules);

export const throttleRules: OptionRules<ThrottleGuard> = { throttle: throttleRule };

export function checkRouteThrottle({ key, method, throttle }: RoutePlace & ThrottleGuard): void {
  if (!throttle || method !== "ANY") return;
  throw new RouteError(
    key,
    "it has a throttle for ANY, but API Gateway throttles single methods",
    "List the methods as routes of their own, or leave the limit to the stage.",
  );
}
