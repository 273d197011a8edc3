import { ComponentArgumentError } from "../shared/errors.ts";
import type { ClaimHeaders } from "./claimHeaders.ts";
import {
  anyText,
  flag,
  listOf,
  mapOf,
  type OptionRules,
  options,
  required,
  type Rule,
  text,
} from "../shared/options.ts";
import {
  fallbackService,
  type ResilienceOptions,
  resilienceJson,
  type RouteResilience,
  routeResilienceRule,
} from "./resilience.ts";

/** The origin whose pages may read a route's responses; null allows no page to read them. */
type RouteCorsRule = {
  readonly allowOrigin: string;
  readonly allowCredentials?: boolean;
} | null;

/** CORS headers that a proxy function adds to responses. */
interface ProxyCors {
  /** Origin that browsers may call from; added to the service's responses. @default none */
  corsAllowOrigin?: string | undefined;
  /** Lets pages of that origin send cookies and other credentials. @default false */
  corsAllowCredentials?: boolean | undefined;
  /** Rules of routes that set `cors`, by `"METHOD /path"`. @default none */
  corsByRoute?: Record<string, RouteCorsRule> | undefined;
}

/** Headers that tell clients about the API's versions. */
interface VersionHeaders {
  /** Response headers by the first segment of the route's path. @default none */
  headersByVersion?: Record<string, Record<string, string>> | undefined;
}

/** Paths that the service gets instead of the client's. */
interface ServicePaths {
  /** Paths by `"METHOD /path"` of the route. @default none */
  pathsByRoute?: Record<string, string> | undefined;
}

/** Slashes in path parameters. */
interface PathParameters {
  /** Whether they may be encoded, by `"METHOD /path"`. @default only in `{name+}` */
  encodedSlashesByRoute?: Record<string, boolean> | undefined;
}

/** Headers of requests that differ from route to route. */
interface RouteHeaders {
  /** Headers, and query parameters as `?name`, that the service does not get, by `"METHOD /path"`. @default none */
  withheldByRoute?: Record<string, string[]> | undefined;
  /** Headers from a Lambda authorizer's response, by `"METHOD /path"`: its key by header. @default none */
  userHeadersByRoute?: Record<string, Record<string, string>> | undefined;
}

/**
 * Headers that a proxy function passes on. Headers that the platform adds always pass
 * (`x-correlation-id`, `x-forwarded-*`, `x-user-*`, those of CORS), and so do `content-type` and
 * `content-encoding`. API Gateway itself can't filter headers: routes through a VPC link or to an
 * external endpoint pass all of them, service proxies only the mapped ones.
 */
export interface HeaderFilter {
  /** Headers of the client that the service receives, in any case. @default all */
  allowRequest?: string[];
  /** Headers of the service that the client receives, such as `["cache-control", "etag"]`. @default all */
  allowResponse?: string[];
}

/** What to do when the service fails, where it differs by route. */
interface RouteFailures {
  /** Options by `"METHOD /path"` of the route. @default the service's */
  resilienceByRoute?: Record<string, RouteResilience> | undefined;
}

/** Settings of routes that a proxy function applies: which path and headers it passes on, and which headers it adds. */
export type RouteSettings = ProxyCors &
  VersionHeaders &
  ServicePaths &
  PathParameters &
  RouteHeaders &
  RouteFailures;

type ProxyRules = RouteSettings & {
  headers?: HeaderFilter | undefined;
  encodedSlashes?: boolean | undefined;
  resilience?: ResilienceOptions | undefined;
  /** Whether callers may inject failures by header. @default true */
  allowsFaultHeader?: boolean | undefined;
  claims?: ClaimHeaders | undefined;
};

const headerNames = listOf(text(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "a header name"), {
  least: 1,
  allowed: "a list of at least one header name",
  fix: "Leave the list out to let every header pass.",
});

export const headerFilterRules: OptionRules<HeaderFilter> = {
  allowRequest: headerNames,
  allowResponse: headerNames,
};

const routeCors = options<NonNullable<RouteCorsRule>>({
  allowOrigin: required(text()),
  allowCredentials: flag,
});
const routeCorsOrNull: Rule = (given, path) => (given === null ? [] : routeCors(given, path));

export const routeSettingRules: OptionRules<RouteSettings> = {
  corsAllowOrigin: text(),
  corsAllowCredentials: flag,
  corsByRoute: mapOf(routeCorsOrNull),
  headersByVersion: mapOf(mapOf(anyText)),
  pathsByRoute: mapOf(text(/^\//, "a path that begins with /")),
  encodedSlashesByRoute: mapOf(flag),
  withheldByRoute: mapOf(listOf(text())),
  userHeadersByRoute: mapOf(mapOf(text())),
  resilienceByRoute: routeResilienceRule,
};

/**
 * Lambda allows 4 KB of variables. The other variables, such as the service's address, take less
 * than a quarter of that. Source: AWS Lambda Developer Guide, "Lambda quotas".
 */
const maxRulesBytes = 3072;

/** The name of a service and the address of its load balancer. */
const maxAddressBytes = 120;

/** @throws ComponentArgumentError for rules that don't fit into the function's environment */
export function checkResponseRules(component: string, rules: ProxyRules): void {
  const variables = Object.entries(responseVariables(rules));
  const addresses = new Set(
    [rules.resilience ?? {}, ...Object.values(rules.resilienceByRoute ?? {})].flatMap(
      (options) => fallbackService(options) ?? [],
    ),
  );
  const bytes = Buffer.byteLength(variables.flat().join("")) + addresses.size * maxAddressBytes;
  if (bytes <= maxRulesBytes) return;
  const sizes = variables.map(([name, value]) => [name, Buffer.byteLength(value)] as const);
  const [largest = ""] = sizes.sort(([, a], [, b]) => b - a)[0] ?? [];
  throw new ComponentArgumentError({
    component,
    argument: sourceOf[largest] ?? "headers",
    given: `${bytes} bytes of variables`,
    allowed: `at most ${maxRulesBytes} bytes, because Lambda allows 4 KB of variables`,
    fix: "Let more routes use the platform's options, or divide the routes among more services.",
  });
}

/** The options that a variable is made from. */
const sourceOf: Readonly<Record<string, string>> = {
  CORS_BY_ROUTE: "cors of its routes",
  HEADERS_BY_VERSION: "versions",
  PATHS_BY_ROUTE: "servicePath of its routes",
  ENCODED_SLASHES: "encodedSlashes of its routes",
  WITHHELD_BY_ROUTE: "cache and auth of its routes",
  RESILIENCE: "resilience",
  USER_HEADERS_BY_ROUTE: "userHeaders of its routes' authorizers",
  CLAIM_HEADERS: "claims",
};

/** The rules as environment variables, from which the function reads them. */
export const responseVariables = ({
  corsAllowOrigin,
  corsAllowCredentials,
  corsByRoute,
  headersByVersion,
  pathsByRoute,
  encodedSlashes,
  encodedSlashesByRoute,
  withheldByRoute,
  userHeadersByRoute,
  claims,
  headers = {},
  resilience,
  resilienceByRoute,
  allowsFaultHeader,
}: ProxyRules): Record<string, string> => ({
  ...(corsAllowOrigin && { CORS_ALLOW_ORIGIN: corsAllowOrigin }),
  ...(corsAllowOrigin && corsAllowCredentials && { CORS_ALLOW_CREDENTIALS: "true" }),
  ...jsonOf("CORS_BY_ROUTE", corsByRoute),
  ...jsonOf("HEADERS_BY_VERSION", headersByVersion),
  ...jsonOf("PATHS_BY_ROUTE", pathsByRoute),
  ...jsonOf("ENCODED_SLASHES", {
    ...encodedSlashesByRoute,
    ...(encodedSlashes !== undefined && { "*": encodedSlashes }),
  }),
  ...jsonOf("WITHHELD_BY_ROUTE", withheldByRoute),
  ...jsonOf("USER_HEADERS_BY_ROUTE", userHeadersByRoute),
  ...optional("RESILIENCE", resilienceJson(resilience, resilienceByRoute, allowsFaultHeader)),
  ...jsonOf("CLAIM_HEADERS", claims),
  ...(headers.allowRequest && { ALLOWED_REQUEST_HEADERS: headers.allowRequest.join(",") }),
  ...(headers.allowResponse && { ALLOWED_RESPONSE_HEADERS: headers.allowResponse.join(",") }),
});

const optional = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: value };

/** A variable for a map; none for an empty one. */
const jsonOf = (name: string, map: object = {}): Record<string, string> =>
  Object.keys(map).length > 0 ? { [name]: JSON.stringify(map) } : {};
