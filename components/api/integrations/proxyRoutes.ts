import {
  type AuthorizerDefinitions,
  identityParameter,
  identitySourcesOf,
} from "../authorizers/definition.ts";
import { withheldConditions } from "../caching/conditions.ts";
import type { ParsedApi } from "../definition.ts";
import type { Route } from "../route/route.ts";
import type { RouteResilience } from "../../ingress/resilience.ts";
import { isLambdaProxy } from "./lambdaProxy.ts";

/** What a service's proxy function does on some routes only, by `"METHOD /path"`. */
export interface ProxyRoutes {
  /** Paths that the service gets instead of the client's. */
  readonly pathsByRoute: Record<string, string>;
  /** Whether path parameters may contain encoded slashes. */
  readonly encodedSlashesByRoute: Record<string, boolean>;
  /** Headers of the client that the service does not get, and query parameters, as `?name`. */
  readonly withheldByRoute: Record<string, string[]>;
  /** Headers that the service gets from a Lambda authorizer: the key of its response by header. */
  readonly userHeadersByRoute: Record<string, Record<string, string>>;
  /** What to do when the service fails, where it differs from the service's options. */
  readonly resilienceByRoute: Record<string, RouteResilience>;
}

/**
 * The settings of the routes to a service.
 *
 * @param encodedSlashes - the option of the service's proxy
 */
export function proxyRoutes(
  { routes, authorizers }: Pick<ParsedApi, "routes" | "authorizers">,
  service: string,
  encodedSlashes?: boolean,
): ProxyRoutes {
  const own = routes.flatMap((route) =>
    isLambdaProxy(route.integration) && route.integration.service === service
      ? [{ ...route, integration: route.integration }]
      : [],
  );
  const byRoute = <T>(of: (route: (typeof own)[number]) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      own.flatMap((route) => {
        const value = of(route);
        return value === undefined ? [] : [[`${route.method} ${route.path}`, value]];
      }),
    );
  return {
    pathsByRoute: byRoute(({ integration }) => integration.servicePath),
    encodedSlashesByRoute: byRoute(
      ({ path, integration }) =>
        integration.encodedSlashes ??
        (encodedSlashes === undefined && own.some((other) => isBeneath(other, path))
          ? false
          : undefined),
    ),
    withheldByRoute: byRoute((route) => {
      const names = [...withheldConditions(route), ...credentials(route, authorizers)];
      return names.length > 0 ? names : undefined;
    }),
    resilienceByRoute: byRoute(({ integration: { resilience, timeoutMs } }) =>
      resilience === undefined && timeoutMs === undefined
        ? undefined
        : { ...resilience, ...(timeoutMs !== undefined && { gatewayMs: timeoutMs }) },
    ),
    userHeadersByRoute: byRoute((route) => authorizerOf(route, authorizers)?.userHeaders),
  };
}

/**
 * Whether a service that decodes paths could take a call of `/files/{path+}` for one of another route, which has
 * guards of its own.
 */
const isBeneath = ({ path }: Route, greedyPath: string): boolean => {
  const [, prefix] = /^(.*\/)\{[^{}]+\+\}$/.exec(greedyPath) ?? [];
  return prefix !== undefined && path !== greedyPath && path.startsWith(prefix);
};

/** A service has no use for a caller's credential, with which it could act as the caller. */
const credentials = (route: Route, authorizers?: AuthorizerDefinitions): string[] => {
  const authorizer = authorizerOf(route, authorizers);
  return (authorizer ? identitySourcesOf(authorizer) : []).flatMap((source) => {
    const parameter = identityParameter(source);
    if (parameter === undefined) return [];
    return [parameter.in === "query" ? `?${parameter.name}` : parameter.name];
  });
};

const authorizerOf = ({ auth }: Route, authorizers: AuthorizerDefinitions = {}) =>
  typeof auth === "object" ? authorizers[auth.authorizer] : undefined;
