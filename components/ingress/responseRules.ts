import { ComponentArgumentError } from "../shared/errors.ts";

/** Whose pages may read a route's answers; null for nobody's. */
export type RouteCorsRule = {
  readonly allowOrigin: string;
  readonly allowCredentials?: boolean;
} | null;

/** What a proxy function tells browsers. */
export interface ProxyCors {
  /** Origin that browsers may call from; added to the service's answers. @default none */
  corsAllowOrigin?: string | undefined;
  /** Whether pages of that origin may send cookies and the like. @default false */
  corsAllowCredentials?: boolean | undefined;
  /** Rules of routes that have their own, by `"METHOD /path"`. @default none */
  corsByRoute?: Record<string, RouteCorsRule> | undefined;
}

/** What a proxy function tells clients of the API's versions. */
export interface VersionHeaders {
  /** Headers of answers, by the first segment of the route's path. @default none */
  headersByVersion?: Record<string, Record<string, string>> | undefined;
}

/**
 * Which headers pass a proxy function. Those that the platform itself adds always do
 * (`x-correlation-id`, `x-forwarded-*`, `x-user-*`, those of CORS), and so do `content-type` and
 * `content-encoding`. API Gateway itself can't filter headers: routes through a VPC link or to an
 * outside endpoint pass them all, service proxies send none but those that they map.
 */
export interface HeaderFilter {
  /** Headers of the client that the service gets, in any spelling. @default all */
  allowRequest?: string[];
  /** Headers of the service that the client gets, such as `["cache-control", "etag"]`. @default all */
  allowResponse?: string[];
}

/** @throws ComponentArgumentError for a list that says nothing */
export function checkHeaderFilter(component: string, headers: HeaderFilter): void {
  for (const list of [headers.allowRequest, headers.allowResponse]) {
    const isNamed = list?.every((name) => /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) ?? true;
    if (isNamed && list?.length !== 0) continue;
    throw new ComponentArgumentError({
      component,
      argument: "headers",
      given: headers,
      allowed: "lists of header names, one at least",
      fix: "Leave a list out to let every header pass.",
    });
  }
}

/** All that clients are told, by the proxy function of a service. */
export type AnswerRules = ProxyCors & VersionHeaders & { headers?: HeaderFilter | undefined };

/**
 * Lambda takes 4 KB of variables; what is not of the rules, such as the service's address, needs less
 * than a quarter. Source: AWS Lambda Developer Guide, "Lambda quotas".
 */
const maxRulesBytes = 3072;

/** @throws ComponentArgumentError for rules that don't fit into the function's environment */
export function checkAnswerRules(component: string, rules: AnswerRules): void {
  const variables = Object.entries(answerVariables(rules));
  const bytes = Buffer.byteLength(variables.flat().join(""));
  if (bytes <= maxRulesBytes) return;
  const sizes = variables.map(([name, value]) => [name, Buffer.byteLength(value)] as const);
  const [largest = ""] = sizes.sort(([, a], [, b]) => b - a)[0] ?? [];
  throw new ComponentArgumentError({
    component,
    argument: argumentOf[largest] ?? "headers",
    given: `${bytes} bytes of rules`,
    allowed: `${maxRulesBytes} bytes, as Lambda takes 4 KB of variables`,
    fix: "Give routes the platform's rule where they can have it, or spread them over more services.",
  });
}

/** What a variable is made of. */
const argumentOf: Readonly<Record<string, string>> = {
  CORS_BY_ROUTE: "cors of its routes",
  HEADERS_BY_VERSION: "versions",
};

/** The rules as the function reads them from its environment. */
export const answerVariables = ({
  corsAllowOrigin,
  corsAllowCredentials,
  corsByRoute = {},
  headersByVersion = {},
  headers = {},
}: AnswerRules): Record<string, string> => ({
  ...(corsAllowOrigin && { CORS_ALLOW_ORIGIN: corsAllowOrigin }),
  ...(corsAllowOrigin && corsAllowCredentials && { CORS_ALLOW_CREDENTIALS: "true" }),
  ...(Object.keys(corsByRoute).length > 0 && { CORS_BY_ROUTE: JSON.stringify(corsByRoute) }),
  ...(Object.keys(headersByVersion).length > 0 && {
    HEADERS_BY_VERSION: JSON.stringify(headersByVersion),
  }),
  ...(headers.allowRequest && { ALLOWED_REQUEST_HEADERS: headers.allowRequest.join(",") }),
  ...(headers.allowResponse && { ALLOWED_RESPONSE_HEADERS: headers.allowResponse.join(",") }),
});
