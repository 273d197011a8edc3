import {
  anyText,
  flag,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../../shared/options.ts";
import { type Throttle, throttleRule } from "../guards/throttle.ts";
import type { Method } from "../route/place.ts";

/** Calls that a key may make in a period. */
export interface Quota {
  /** Calls in a period, 1 or more. */
  readonly limit: number;
  /**
   * A calendar period. AWS documents that months begin on the 1st, but no hour; the local platform
   * begins periods at midnight UTC, weeks on Sunday.
   */
  readonly period: "day" | "week" | "month";
}

/** A route of a single method; `ANY` can't be limited. */
export type LimitedRouteKey = `${Exclude<Method, "ANY">} /${string}`;

/**
 * Limits for each of its keys, on the routes with `apiKey: true`. AWS counts with best effort: limits
 * are targets, not guarantees.
 */
export interface UsagePlanDefinition {
  /** Limit over all routes together. @default only the stage's limits */
  readonly throttle?: Throttle;
  /** @default no limit besides the throttle */
  readonly quota?: Quota;
  /** Limits of single routes, at most 20; their calls count for `throttle` too. @default none */
  readonly routes?: Readonly<Partial<Record<LimitedRouteKey, Throttle>>>;
}

/** A client's key. AWS generates its value; the stack's output `apiKeys` has it as a secret. */
export interface ApiKeyDefinition<Plan extends string = string> {
  /** Name of the usage plan that the key's calls count for. */
  readonly plan: Plan;
  /** Who holds it, for the console. @default the key's name */
  readonly description?: string;
  /** `false` refuses the key's calls and keeps its value. @default true */
  readonly enabled?: boolean;
}

/**
 * Where API Gateway finds a call's key: `header`: in `x-api-key`; `authorizer`: in the
 * `usageIdentifierKey` of the response of the route's Lambda authorizer, so that clients need no key.
 */
export type ApiKeySource = "header" | "authorizer";

/** Usage plans and keys. */
export interface UsagePlanArgs<Plan extends string = string> {
  /** Usage plans by name. @default none */
  readonly usagePlans?: Readonly<Record<Plan, UsagePlanDefinition>>;
  /** API keys by the name of their holder. @default none */
  readonly apiKeys?: Readonly<Record<string, ApiKeyDefinition<NoInfer<Plan>>>>;
  /** @default "header" */
  readonly apiKeySource?: ApiKeySource;
}

/** It becomes part of resource names. */
const name = text(/^[a-zA-Z][\w-]*$/, "names of letters, digits, _ and -, beginning with a letter");

export const usagePlanRules: OptionRules<UsagePlanArgs> = {
  usagePlans: mapOf(
    options<UsagePlanDefinition>({
      throttle: throttleRule,
      quota: options<Quota>({
        // Source: API Gateway API Reference, "QuotaSettings" (a 32-bit integer).
        limit: required(whole(1, 2 ** 31 - 1, "To refuse all calls, disable the keys.")),
        period: required(oneOf(["day", "week", "month"])),
      }),
      routes: mapOf(throttleRule),
    }),
    name,
  ),
  apiKeys: mapOf(
    options<ApiKeyDefinition>({ plan: required(text()), description: anyText, enabled: flag }),
    name,
  ),
  apiKeySource: oneOf(["header", "authorizer"]),
};
