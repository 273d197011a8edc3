import { checkDocumentation, type RouteDocumentation } from "../contract/documentation.ts";
import type { Route } from "../route/route.ts";
import { type ApiKeyGuard, checkApiKey } from "./apiKey.ts";
import { type AuthGuard, checkAuth } from "./auth.ts";
import { type CacheGuard, checkCache } from "./cache.ts";
import { checkRouteCors, type CorsGuard } from "./cors.ts";
import { checkKnown } from "./known.ts";
import { checkLargeBody, type LargeBodyGuard } from "./largeBody.ts";
import { checkRequest, type RequestGuard } from "./request.ts";
import { checkRouteThrottle, type ThrottleGuard } from "./throttle.ts";

export type { Auth } from "./auth.ts";
export { checkThrottle, type Throttle } from "./throttle.ts";

/** What stands before a route's backend. A further guard is a file beside this one and a line here. */
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

/** @throws RouteError for the first guard that API Gateway can't hold, or that would guard nothing */
export function checkGuards(route: Route): void {
  checkKnown(route);
  checkAuth(route);
  checkApiKey(route);
  checkRouteThrottle(route);
  checkCache(route);
  checkRequest(route);
  checkLargeBody(route);
  checkRouteCors(route);
  checkDocumentation(route);
}
