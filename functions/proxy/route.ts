import { claimHeaders } from "./claims.ts";
import type { ProxyEvent } from "./event.ts";
import { slashFree } from "./encodedSlashes.ts";
import { foldedName, type HeaderValues } from "./headers.ts";
import { corsHeaders, versionHeaders } from "./routeHeaders.ts";
import type { ProxySettings } from "./settings.ts";

/** What is the same for every call of a route; computed with its first call. */
export interface Route {
  /** `METHOD resource`, such as `GET /orders/{id}`. */
  readonly key: string;
  /** Path at the service instead of the call's own. */
  readonly fixedPath: string | undefined;
  /** Path parameters that must not contain an encoded slash. */
  readonly slashFree: readonly string[];
  /** Folded names of the client's headers that the service does not receive. */
  readonly withheld: ReadonlySet<string>;
  /** Names of the client's query parameters that the service does not receive. `undefined` if it gets all. */
  readonly withheldQuery: ReadonlySet<string> | undefined;
  /** Headers that claims become. `undefined` for the usual ones. */
  readonly claimHeaders: ReturnType<typeof claimHeaders> | undefined;
  /** Keys of a Lambda authorizer's response, by header. */
  readonly userHeaders: Readonly<Record<string, string>> | undefined;
  /** Headers of every response. */
  readonly responseHeaders: HeaderValues;
}

export type RouteSettings = Pick<
  ProxySettings,
  | "pathsByRoute"
  | "encodedSlashes"
  | "withheldByRoute"
  | "userHeadersByRoute"
  | "claimHeaders"
  | "headersByVersion"
  | "corsAllowOrigin"
  | "corsAllowCredentials"
  | "corsByRoute"
>;

type RouteEvent = Pick<ProxyEvent, "httpMethod" | "resource">;

/** The routes of a function, each made once. There are as many as the API has: clients can't add any. */
export function routesOf(settings: RouteSettings): (event: RouteEvent) => Route {
  const routes = new Map<string, Route>();
  return (event) => {
    const key = `${event.httpMethod} ${event.resource}`;
    let route = routes.get(key);
    if (route === undefined) routes.set(key, (route = routeOf(event, settings)));
    return route;
  };
}

function routeOf(event: RouteEvent, settings: RouteSettings): Route {
  const userHeaders = ofRoute(event, settings.userHeadersByRoute);
  const withheld = ofRoute(event, settings.withheldByRoute) ?? [];
  const ours = { ...userHeaders, ...settings.claimHeaders };
  const queries = withheld.flatMap((name) => (name.startsWith("?") ? [name.slice(1)] : []));
  const fixedPath = ofRoute(event, settings.pathsByRoute);
  const slashes = settings.encodedSlashes;
  return {
    key: `${event.httpMethod} ${event.resource}`,
    fixedPath,
    slashFree: slashFree(
      event,
      fixedPath !== undefined || (ofRoute(event, slashes) ?? slashes?.["*"]),
    ),
    withheld: new Set([...withheld, ...Object.keys(ours)].map(foldedName)),
    withheldQuery: queries.length > 0 ? new Set(queries) : undefined,
    claimHeaders: settings.claimHeaders && claimHeaders(settings.claimHeaders),
    userHeaders,
    responseHeaders: {
      ...versionHeaders(event, settings.headersByVersion),
      ...corsHeaders(event, settings),
    },
  };
}

/** A setting of a route, by its own method or by `ANY`. */
export function ofRoute<T>(
  { httpMethod, resource }: RouteEvent,
  byRoute: Readonly<Record<string, T>> | undefined,
): T | undefined {
  if (byRoute === undefined) return undefined;
  const key = [`${httpMethod} ${resource}`, `ANY ${resource}`].find((route) =>
    Object.hasOwn(byRoute, route),
  );
  return key === undefined ? undefined : byRoute[key];
}
