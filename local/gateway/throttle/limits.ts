import { Kept } from "../kept.ts";
import type { StageThrottles } from "./settings.ts";
import { TokenBucket, type Clock } from "./tokenBucket.ts";

/** Counts a request. Returns `undefined` if it is within its limits, else the limit that is used up. */
export type Limiter = () => string | undefined;

/**
 * Returns the limiter of a method.
 *
 * @param settings - names of method settings, such as `GET /orders/{id}`; the first existing one applies
 */
export type LimiterOf = (settings: readonly string[]) => Limiter;

/**
 * Creates the limiters of a stage's methods: each method's own bucket, then the account's. A method
 * always gets the same limiter.
 *
 * Methods do not share the bucket of the `*`/`*` setting: "per-API, per-stage throttling limits are
 * applied at the API method level", so each method may use it in full. (API Gateway Developer Guide,
 * "Throttle requests to your REST APIs for better throughput in API Gateway")
 */
export function createLimiters(
  throttles: StageThrottles,
  account: TokenBucket,
  clock?: Clock,
  kept = new Kept(),
): LimiterOf {
  const known = new Map<string, Limiter>();
  return (settings) => {
    const name = settings.join(" ");
    let limiter = known.get(name);
    if (limiter === undefined) {
      const own = settings
        .map((route) => throttles.methods.get(route))
        .find((set) => set !== undefined);
      const limit = { ...account.limit, ...throttles.everyMethod, ...own };
      const method = kept.get(`limit ${name}`, limit, () => new TokenBucket(limit, clock));
      const ofMethod = usedUp(
        own === undefined ? "the stage's limit of each method" : `the limit of ${settings[0]}`,
        method,
      );
      const ofAccount = usedUp("the account's limit in the region", account);
      limiter = () => {
        if (!method.take()) return ofMethod;
        return account.take() ? undefined : ofAccount;
      };
      known.set(name, limiter);
    }
    return limiter;
  };
}

const usedUp = (name: string, { limit }: TokenBucket): string =>
  `${name} is used up: ${limit.ratePerSecond} calls per second, with bursts of ${limit.burst}`;
