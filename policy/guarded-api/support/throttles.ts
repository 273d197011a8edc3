import type { ResourceView } from "../../model/resourceView.ts";
import type { Finding, Setting } from "../../rule.ts";

/** Settings of the rules about throttles. */
export interface ThrottleSettings {
  readonly accountRateLimit: number;
}

export const throttleSettings: {
  readonly [Name in keyof ThrottleSettings]: Setting<ThrottleSettings[Name]>;
} = {
  accountRateLimit: {
    description:
      "The account's quota in requests per second and region. A higher rate limit has no effect.",
    schema: { type: "number", exclusiveMinimum: 0 },
    // Source: API Gateway Developer Guide, "Amazon API Gateway quotas".
    default: 10_000,
  },
};

export const limits = ["throttlingRateLimit", "throttlingBurstLimit"] as const;

export const isLimit = (limit: string, value: unknown, accountRateLimit: number): boolean =>
  Number(value) >= 0 && (limit !== "throttlingRateLimit" || Number(value) <= accountRateLimit);

/** The first limit that is missing or has no effect. */
export function* unlimited(
  resource: ResourceView,
  holder: string,
  accountRateLimit: number,
): Iterable<Finding> {
  for (const limit of limits) {
    const property = `${holder}.${limit}`;
    const value = resource.valueAt(property, -1);
    if (value === undefined || isLimit(limit, value, accountRateLimit)) continue;
    const exposed = "A single caller may use up the account's quota";
    return yield { exposed, property, value: resource.valueAt(property) };
  }
}
