import type { Throttle } from "../guards/throttle.ts";
import type { Method } from "../route/route.ts";

/** How many calls a key may make in a period. */
export interface Quota {
  /** Calls in a period, 1 or more. */
  readonly limit: number;
  /**
   * The calendar's day, week or month. AWS says of months that they begin on the 1st, and nothing of
   * the hour; the local platform begins periods at midnight UTC, weeks on Sunday.
   */
  readonly period: "day" | "week" | "month";
}

/** A route of one method; `ANY` can't be limited. */
export type LimitedRouteKey = `${Exclude<Method, "ANY">} /${string}`;

/**
 * What the holder of a key may call, each key for itself. It governs the routes with `apiKey: true`
 * and no other. AWS counts as well as it can: targets, not hard limits.
 */
export interface UsagePlanDefinition {
  /** Over all routes together. @default the stage's limits alone */
  readonly throttle?: Throttle;
  /** @default as many as the throttle lets through */
  readonly quota?: Quota;
  /** Limits of single routes, 20 at most; calls of them count for `throttle` too. @default none */
  readonly routes?: Readonly<Partial<Record<LimitedRouteKey, Throttle>>>;
}

/** A client's key. AWS makes its value up; the stack's output `apiKeys` has it as a secret. */
export interface ApiKeyDefinition<Plan extends string = string> {
  /** Name of the usage plan that the key's calls count for. */
  readonly plan: Plan;
  /** Who holds it, for the console. @default the key's name */
  readonly description?: string;
  /** `false` refuses its calls and keeps its value. @default true */
  readonly enabled?: boolean;
}

/**
 * Where API Gateway finds a call's key: `header`: in `x-api-key`. `authorizer`: in the
 * `usageIdentifierKey` that the route's Lambda authorizer answers with, so that clients need none.
 */
export type ApiKeySource = "header" | "authorizer";

/** A platform's plans and keys by name. */
export interface UsagePlanArgs {
  /** Usage plans by name. @default none */
  readonly usagePlans?: Readonly<Record<string, UsagePlanDefinition>>;
  /** API keys by the name of their holder. @default none */
  readonly apiKeys?: Readonly<Record<string, ApiKeyDefinition>>;
  /** @default "header" */
  readonly apiKeySource?: ApiKeySource;
}
