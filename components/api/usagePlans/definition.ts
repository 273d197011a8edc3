import {
  anyText,
  flag,
  join,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../../shared/options.ts";
import type { ApiKeyGuard } from "../guards/apiKey.ts";
import type { AuthGuard } from "../guards/auth.ts";
import { type Throttle, throttleRule } from "../guards/throttle.ts";
import type { Method, RoutePlace } from "../route/place.ts";
import { type ApiFault, RouteError } from "../route/routeError.ts";

/** Calls that a key may make in a period. */
interface Quota {
  /** Calls in a period, 1 or more. */
  readonly limit: number;
  /**
   * A calendar period. AWS documents that months begin on the 1st, but no hour; the local platform
   * begins periods at midnight UTC, weeks on Sunday.
   */
  readonly period: "day" | "week" | "month";
}

/** A route of a single method; `ANY` can't be limited. */
type LimitedRouteKey = `${Exclude<Method, "ANY">} /${string}`;

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
  /** The key's holder, for the console. @default the key's name */
  readonly description?: string;
  /** `false` refuses the key's calls and keeps its value. @default true */
  readonly enabled?: boolean;
}

/**
 * Source of a call's key. `header`: the header `x-api-key`. `authorizer`: the `usageIdentifierKey` in the
 * response of the route's Lambda authorizer, and clients send no key.
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

/** Names become part of resource names. */
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

/** Source: API Gateway API Reference, "UpdateUsagePlan" (method throttles of a stage in a plan). */
const maxRouteThrottles = 20;

type KeyedRoute = RoutePlace & ApiKeyGuard & AuthGuard<string>;

/** Faults of plans and keys that would have no effect, and of routes that nobody could call. */
export function usagePlanFaults(args: UsagePlanArgs, routes: readonly KeyedRoute[]): ApiFault[] {
  const { usagePlans = {}, apiKeys = {}, apiKeySource } = args;
  const plans = Object.keys(usagePlans);
  const keyed = routes.filter(({ apiKey }) => apiKey);
  const ofKeys = Object.entries(apiKeys).flatMap(([key, { plan }]) => {
    if (plans.includes(plan)) return [];
    const allowed = plans.join(", ") || "none, because there is no usage plan";
    const fix = "Add the plan to usagePlans, or use another one.";
    return [{ argument: join(join("apiKeys", key), "plan"), given: plan, allowed, fix }];
  });
  const unused = {
    argument: "usagePlans",
    given: plans,
    allowed: "none, because no route has apiKey: true",
    fix: "Set apiKey: true on the routes that the plans are for, or remove the plans.",
  };
  return [
    ...Object.entries(usagePlans).flatMap(([plan, { routes: limits = {} }]) =>
      limitFaults(`${join("usagePlans", plan)}.routes`, Object.keys(limits), routes),
    ),
    ...ofKeys,
    ...(plans.length > 0 && keyed.length === 0 ? [unused] : []),
    ...keyed.flatMap((route) => keyErrors(route, Object.keys(apiKeys).length > 0, apiKeySource)),
  ];
}

/** Faults of a plan's limits of single routes. */
function limitFaults(
  argument: string,
  keys: readonly string[],
  routes: readonly KeyedRoute[],
): ApiFault[] {
  const limitable = routes
    .filter(({ apiKey, method }) => apiKey && method !== "ANY")
    .map(({ key }) => key);
  const allowed = `routes of a single method with apiKey: true (${limitable.join(", ") || "none"})`;
  const faults = keys
    .filter((key) => !limitable.includes(key))
    .map((key) => {
      const route = routes.find((each) => each.key === key);
      return { argument, given: key, allowed, fix: limitFix(route) };
    });
  if (keys.length <= maxRouteThrottles) return faults;
  const fix = "Leave the others to the plan's throttle.";
  const given = `${keys.length} routes`;
  return [{ argument, given, allowed: `at most ${maxRouteThrottles}`, fix }, ...faults];
}

function limitFix(route: KeyedRoute | undefined): string {
  if (!route) return "Add the route, or write its key as in the platform's routes.";
  return route.method === "ANY"
    ? "API Gateway limits single methods: list them as routes of their own."
    : "Add apiKey: true to the route.";
}

function keyErrors(
  { key, auth }: KeyedRoute,
  hasKeys: boolean,
  source: ApiKeySource | undefined,
): RouteError[] {
  if (!hasKeys) {
    const fix = "Add a plan to usagePlans and a key for it to apiKeys, or remove apiKey.";
    return [new RouteError(key, "it requires an API key, but the platform has none", fix)];
  }
  if (source !== "authorizer" || typeof auth === "object") return [];
  return [
    new RouteError(
      key,
      'its API key comes from a Lambda authorizer (apiKeySource: "authorizer"), but it has none',
      'Use auth: { authorizer: "<name>" }, or apiKeySource: "header".',
    ),
  ];
}
