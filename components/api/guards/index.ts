import { isObject, type OptionRules } from "../../shared/options.ts";
import type { Faults } from "../../shared/errors.ts";
import { documentationRules, type RouteDocumentation } from "../contract/documentation.ts";
import type { RoutePlace } from "../route/place.ts";
import { type ApiKeyGuard, apiKeyRules } from "./apiKey.ts";
import { type AuthGuard, authRules, checkAuth } from "./auth.ts";
import { type CacheGuard, cacheRules, checkCache } from "./cache.ts";
import { type CorsGuard, corsRules } from "./cors.ts";
import { type LargeBodyGuard, largeBodyRules } from "./largeBody.ts";
import { checkRequest, type RequestGuard, requestRules } from "./request.ts";
import { checkRouteThrottle, type ThrottleGuard, throttleRules } from "./throttle.ts";

export type { Auth } from "./auth.ts";
export type { Throttle } from "./throttle.ts";

/** Options of every route, whatever its integration. A further guard is a file and a line each below. */
export interface RouteGuards<Authorizer extends string = never>
  extends
    AuthGuard<Authorizer>,
    ApiKeyGuard,
    ThrottleGuard,
    CacheGuard,
    RequestGuard,
    LargeBodyGuard,
    CorsGuard,
    RouteDocumentation {}

export const guardRules: OptionRules<RouteGuards<string>> = {
  ...authRules,
  ...apiKeyRules,
  ...throttleRules,
  ...cacheRules,
  ...requestRules,
  ...largeBodyRules,
  ...corsRules,
  ...documentationRules,
};

const checks = [checkAuth, checkRouteThrottle, checkCache, checkRequest];

/** Names of all guards. */
export const guardNames: readonly string[] = Object.keys(guardRules);

/** A route as far as its guards' checks read it. */
type GuardedRoute = RoutePlace & RouteGuards<string> & { readonly integration: object };

/** Reports guards that API Gateway would refuse or that would have no effect. */
export function checkGuards(route: GuardedRoute, faults: Faults): void {
  for (const check of checks) faults.check(() => check(route));
}

/** A route's guards and its integration. */
export type RouteTo<Integration, Authorizer extends string> = RouteGuards<Authorizer> & {
  readonly integration: Integration;
};

/**
 * Splits a route's options into its guards and the settings of its integration; drops undefined ones.
 * The type allows all options in both, which a caller's return type narrows.
 */
export function routeTo<const Target extends object, Options extends object>(
  target: Target,
  options: Options,
): Options & { readonly integration: Target & Options } {
  // Options that no integration has stay on the route, where its check reports them.
  const given: object = isObject(options) ? options : { options };
  const isOfRoute = (name: string) => guardNames.includes(name) || Object.hasOwn(target, name);
  const pick = (ofRoute: boolean) =>
    Object.fromEntries(
      Object.entries(given).filter(
        ([name, value]) => value !== undefined && isOfRoute(name) === ofRoute,
      ),
    );
  return { ...pick(true), integration: { ...target, ...pick(false) } } as never;
}
