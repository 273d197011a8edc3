import {
  falseOr,
  flag,
  listOf,
  options,
  type OptionRules,
  required,
  text,
  whole,
} from "../../shared/options.ts";
import type { RoutePlace } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";

/** Web pages that may call the API. */
export interface CorsArgs {
  /**
   * The pages' origin, such as `https://app.example.com`, or `*` for all. Only one, because API
   * Gateway's preflight response is fixed. For several origins let the backend respond: a route with
   * `cors: false` and an `OPTIONS` route, both to a service.
   */
  allowOrigin: string;
  /** Lets pages send cookies; not allowed with `*`. Tokens in headers don't need it. @default false */
  allowCredentials?: boolean;
  /**
   * Request headers that pages may set.
   * @default ["Authorization", "Content-Type", "X-Correlation-Id"], and the headers by which the
   * path's routes identify callers: API keys, signatures, authorizers' headers
   */
  allowHeaders?: string[];
  /** Seconds that a browser may remember the preflight response. @default 600 */
  maxAgeSeconds?: number;
}

/** Web pages that may call a route. */
export interface CorsGuard {
  /**
   * The route's own rule in place of the platform's; `false` if no page may call it. Browsers send
   * one preflight per path, so routes of one path share a rule or have none. Errors of the gateway
   * itself, such as 401, carry the platform's headers on every route.
   * @default the platform's `cors`
   */
  cors?: CorsArgs | false;
}

/** Origins of RFC 6454, section 7, and `*`. */
const origin = /^(\*|https?:\/\/[a-z0-9.-]+(:\d{1,5})?)$/;

export const corsRule = options<CorsArgs>(
  {
    allowOrigin: required(
      text(
        origin,
        'one origin such as "https://app.example.com", in lower case and without a slash at its end, or "*"',
        "API Gateway's preflight response is fixed and can't choose among several origins.",
      ),
    ),
    allowCredentials: flag,
    allowHeaders: listOf(text(/^[\w.!#$%&*+^`|~-]+$/, 'header names such as "X-Tenant"')),
    maxAgeSeconds: whole(0, 86_400, "Browsers remember it no longer than a day."),
  },
  (given) =>
    given.allowCredentials && [given.allowOrigin, ...(given.allowHeaders ?? [])].includes("*")
      ? [
          {
            argument: "",
            given,
            allowed: 'allowCredentials without "*", which browsers refuse',
            fix: "List the origin and the headers.",
          },
        ]
      : [],
);

export const corsRules: OptionRules<CorsGuard> = { cors: falseOr(corsRule) };

/** Routes whose rule differs from another route's on the same path. */
export function pathCorsErrors(routes: readonly (RoutePlace & CorsGuard)[]): RouteError[] {
  const first = new Map<string, RoutePlace & CorsGuard>();
  for (const route of routes) {
    if (route.cors && !first.has(route.path)) first.set(route.path, route);
  }
  return routes.flatMap(({ key, path, cors }) => {
    const other = first.get(path);
    if (!other || cors === false || JSON.stringify(cors) === JSON.stringify(other.cors)) return [];
    const problem = `its cors differs from "${other.key}", but routes on one path share one preflight`;
    return [new RouteError(key, problem, "Give both the same cors, or set one of them to false.")];
  });
}

/** The rule that applies to a route. */
export const corsOf = (
  { cors }: CorsGuard,
  platform: CorsArgs | undefined,
): CorsArgs | undefined => (cors === false ? undefined : (cors ?? platform));

/** CORS settings of a service's proxy function. Routes without a rule use the platform's. */
export function proxyCors(
  routes: readonly (RoutePlace & CorsGuard & { readonly integration: object })[],
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
