import {
  flag,
  type JointCheck,
  oneOf,
  optionFaults,
  type OptionRules,
  options,
  whole,
} from "../shared/options.ts";
import { functionMemoryMb } from "../shared/rules.ts";
import { type ResilienceOptions, resilienceRule } from "./resilience.ts";
import { type ClaimHeaders, claimHeadersRule } from "./claimHeaders.ts";
import * as defaults from "./defaults.ts";
import { type HeaderFilter, headerFilterRules } from "./responseRules.ts";

/** Options of a proxy function that a platform's definition may set. */
export interface ProxyOptions {
  /** Milliseconds until a connection to the service counts as failed. @default 2000 */
  connectTimeoutMs?: number;
  /** Milliseconds until a call counts as failed, at most 27,000, or 899,000 if it streams. @default 25000 */
  totalTimeoutMs?: number;
  /** Memory in MB. @default 256 */
  memoryMb?: number;
  /** Largest number of instances at once, 1 or more. @default the account's limit */
  reservedConcurrency?: number;
  /** Instances kept warm, 1 or more. @default none */
  provisionedConcurrency?: number;
  /** Headers that pass, in both directions. @default all */
  headers?: HeaderFilter;
  /**
   * Whether path parameters may contain encoded slashes and backslashes (`%2F`, `%5C`), which a service might decode
   * before it looks for its route. A route's own option takes precedence.
   * @default only a `{name+}` may, on whose paths the service has no other route; other calls get 400
   */
  encodedSlashes?: boolean;
  /** What to do when the service fails. @default the client gets the error */
  resilience?: ResilienceOptions;
  /** Headers with verified claims, in addition to the platform's `claims`. @default none */
  claims?: ClaimHeaders | undefined;
  /**
   * Metrics in CloudWatch (namespace Palisade) of `durationMs`, `upstreamMs`, `attempts` and `failed`: for
   * the service, or for each of its routes. Each of the four costs 0.30 USD a month per service or route.
   * @default none: the log has the values
   */
  metrics?: "service" | "route";
}

export const proxyOptionRules: OptionRules<ProxyOptions> = {
  connectTimeoutMs: whole(1),
  totalTimeoutMs: whole(
    1,
    defaults.maxTotalTimeoutMs,
    "API Gateway stops waiting after 29,000 ms: leave the function time to respond before that.",
  ),
  memoryMb: functionMemoryMb,
  reservedConcurrency: whole(
    1,
    1_000,
    "0 would reject every call; leave the option out for no limit.",
  ),
  provisionedConcurrency: whole(1, 1_000, "Leave the option out to keep no instance warm."),
  headers: options(headerFilterRules),
  encodedSlashes: flag,
  resilience: resilienceRule,
  claims: claimHeadersRule,
  metrics: oneOf(["service", "route"]),
};

/** Connecting takes less time than the whole call, and not more instances are warm than may run. */
export const proxyOptionFaults: JointCheck<ProxyOptions> = ({
  connectTimeoutMs,
  totalTimeoutMs = defaults.totalTimeoutMs,
  provisionedConcurrency,
  reservedConcurrency,
}) =>
  optionFaults<Pick<ProxyOptions, "connectTimeoutMs" | "provisionedConcurrency">>(
    { connectTimeoutMs, provisionedConcurrency },
    {
      connectTimeoutMs: whole(1, totalTimeoutMs - 1, "Set it below totalTimeoutMs."),
      provisionedConcurrency: whole(
        1,
        reservedConcurrency,
        "Set it to at most reservedConcurrency.",
      ),
    },
  );

/** Milliseconds that a streaming function may take for a route: less than API Gateway waits, so that the function can still end the response itself. */
export const streamingTimeoutMs = (routeTimeoutMs: number): number =>
  Math.min(
    routeTimeoutMs - Math.min(1_000, Math.floor(routeTimeoutMs / 2)),
    defaults.maxStreamingTimeoutMs,
  );
