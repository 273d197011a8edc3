import type { CorsArgs } from "../document/cors.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/** Which web pages may call a route. */
export interface CorsGuard {
  /**
   * The route's own rule in place of the platform's; `false` for a route that no page may call. A
   * browser asks by path, not by method, so that routes of one path share one rule or have none.
   * Errors of the gateway itself, such as 401, carry the platform's headers on every route.
   * @default the platform's `cors`
   */
  cors?: CorsArgs | false;
}

/** Makes the error from what is wrong and what to do. */
export type CorsFailure = (problem: string, fix: string) => Error;

/** Source: RFC 6454, section 7. */
const origin = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/;

/** Refuses what browsers or API Gateway would not take. */
export function checkCors(cors: CorsArgs, failure: CorsFailure): void {
  const { allowOrigin, allowHeaders = [], allowCredentials, maxAgeSeconds = 0 } = cors;
  if (allowOrigin !== "*" && !origin.test(allowOrigin)) {
    throw failure(
      `cors.allowOrigin is ${JSON.stringify(allowOrigin)}`,
      'Use one origin, such as "https://app.example.com", in lower case and without a slash at its ' +
        'end, or "*". API Gateway answers fixed values, so that it can\'t choose among several.',
    );
  }
  if (allowCredentials && [allowOrigin, ...allowHeaders].includes("*")) {
    throw failure(
      'cors has allowCredentials together with "*", which browsers refuse',
      "Name the origin and the headers.",
    );
  }
  const wrong = allowHeaders.find((name) => name !== "*" && !/^[\w.!#$%&*+^`|~-]+$/.test(name));
  if (wrong !== undefined) {
    throw failure(`cors.allowHeaders has "${wrong}"`, 'Give names, such as "X-Tenant".');
  }
  if (!Number.isInteger(maxAgeSeconds) || maxAgeSeconds < 0 || maxAgeSeconds > 86_400) {
    throw failure(
      `cors.maxAgeSeconds is ${maxAgeSeconds}`,
      "Use whole seconds, at most 86,400: browsers remember no longer.",
    );
  }
}

export function checkRouteCors({ key, cors }: Route): void {
  if (cors) checkCors(cors, (problem, fix) => new RouteError(key, problem, fix));
}

/** @throws RouteError when a path's preflight would have to choose between rules */
export function checkPathCors(routes: readonly Route[]): void {
  const rules = new Map<string, Route>();
  for (const route of routes) {
    if (route.cors && !rules.has(route.path)) rules.set(route.path, route);
  }
  for (const route of routes) {
    const other = rules.get(route.path);
    if (!other || route.cors === false) continue;
    if (JSON.stringify(route.cors) === JSON.stringify(other.cors)) continue;
    throw new RouteError(
      route.key,
      `its cors is not that of "${other.key}", but browsers ask once for a path`,
      "Give both the same cors, or one of them false.",
    );
  }
}

/** The rule that holds for a route. */
export const corsOf = (
  { cors }: Pick<Route, "cors">,
  platform: CorsArgs | undefined,
): CorsArgs | undefined => (cors === false ? undefined : (cors ?? platform));

/** What a service's proxy function has to tell browsers; routes without a rule of their own tell the platform's. */
export function proxyCors(
  routes: readonly Pick<Route, "method" | "path" | "integration" | "cors">[],
  service: string,
  platform: CorsArgs | undefined,
) {
  const own = routes.filter(
    ({ integration, cors }) =>
      cors !== undefined && "service" in integration && integration.service === service,
  );
  return {
    corsAllowOrigin: platform?.allowOrigin,
    corsAllowCredentials: platform?.allowCredentials,
    corsByRoute: Object.fromEntries(
      own.map(({ method, path, cors }) => [`${method} ${path}`, ruleOf(cors || undefined)]),
    ),
  };
}

const ruleOf = (cors: CorsArgs | undefined) =>
  cors
    ? {
        allowOrigin: cors.allowOrigin,
        ...(cors.allowCredentials && { allowCredentials: true }),
      }
    : null;
