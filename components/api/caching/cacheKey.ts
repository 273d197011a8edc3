import { createHash } from "node:crypto";
import {
  type AuthorizerDefinitions,
  identityParameter,
  identitySourcesOf,
} from "../authorizers/definition.ts";
import type { Operation, Parameter } from "../document/types.ts";
import { type ApiKeyGuard, apiKeyHeader } from "../guards/apiKey.ts";
import type { AuthGuard } from "../guards/auth.ts";
import { pathParameters } from "../route/place.ts";
import type { Route } from "../route/route.ts";
import { sourcesOf } from "../templates/source.ts";
import { listedKeys } from "./conditions.ts";

/** A parameter that is part of the cache key. */
export type KeyPart = Pick<Parameter, "in" | "name">;

/**
 * Parameters that identify a route's callers.
 *
 * @returns none for a route that everybody may call; `undefined` if no parameter identifies a caller,
 *   as with signatures, which differ from call to call
 */
export function callerParts(
  { auth = "cognito", apiKey }: AuthGuard<string> & ApiKeyGuard,
  authorizers: AuthorizerDefinitions,
): KeyPart[] | undefined {
  const key: KeyPart[] = apiKey ? [{ in: "header", name: apiKeyHeader }] : [];
  if (auth === "none") return key;
  if (auth === "iam") return undefined;
  if (auth === "cognito") return [{ in: "header", name: "Authorization" }, ...key];
  const authorizer = authorizers[auth.authorizer];
  const parts = (authorizer ? identitySourcesOf(authorizer) : [])
    // Stage variables are the same for every call.
    .filter((source) => !source.startsWith("stageVariables."))
    .map(identityParameter);
  return parts.length > 0 && parts.every((part) => part !== undefined)
    ? [...parts, ...key]
    : undefined;
}

/**
 * Parts of a request, besides its path, that a route's response depends on as far as its definition
 * says: what identifies callers, and parameters that the route validates or maps.
 *
 * @returns `undefined` if no parameter identifies a caller
 */
export function responseParts(
  route: Route,
  authorizers: AuthorizerDefinitions = {},
): KeyPart[] | undefined {
  const caller = callerParts(route, authorizers);
  return caller && [...caller, ...validated(route), ...mapped(route)];
}

/**
 * The cache settings of an integration, and the parameters that its operation must declare for them.
 * Each route has its own namespace, so routes never share responses.
 *
 * Source: API Gateway Developer Guide, "x-amazon-apigateway-integration object"; API Reference,
 * "Integration" (`cacheKeyParameters`, `cacheNamespace`).
 */
export function cacheParts(
  route: Route,
  authorizers: AuthorizerDefinitions = {},
): { readonly integration: Operation; readonly parameters: readonly Parameter[] } {
  if (!route.cache) return { integration: {}, parameters: [] };
  const caller = route.cache.shared ? [] : (callerParts(route, authorizers) ?? []);
  const parts = [...listed(route), ...mapped(route), ...caller].flatMap(spellings);
  const names = [...pathParts(route.path), ...parts].map(
    (part) => `method.request.${places[part.in]}.${part.name}`,
  );
  return {
    integration: {
      cacheNamespace: namespaceOf(route),
      ...(names.length > 0 && { cacheKeyParameters: [...new Set(names)] }),
    },
    parameters: parts.map((part) => ({ ...part, required: false, schema: { type: "string" } })),
  };
}

const places = { path: "path", query: "querystring", header: "header" };

/** Depends on the route alone, so other routes can change without emptying its cache. */
const namespaceOf = ({ method, path }: Route): string =>
  createHash("sha256").update(`${method} ${path}`).digest("hex").slice(0, 16);

const pathParts = (path: string): KeyPart[] =>
  pathParameters(path).map((name) => ({ in: "path", name }));

const validated = ({ validate }: Route): KeyPart[] => listedKeys({ validate }).map(keyPart);

const listed = (route: Route): KeyPart[] => listedKeys(route).map(keyPart);

function keyPart(key: string): KeyPart {
  const dot = key.indexOf(".");
  return { in: key.slice(0, dot) as "query" | "header", name: key.slice(dot + 1) };
}

const mapped = ({ integration }: Route): KeyPart[] =>
  sourcesOf(integration).flatMap((source) =>
    source.from === "query" || source.from === "header"
      ? [{ in: source.from, name: source.name }]
      : [],
  );

/**
 * Both spellings of a header: API Gateway compares names case-sensitively, and HTTP/2 clients send lower
 * case.
 */
function spellings(part: KeyPart): KeyPart[] {
  const lower = part.name.toLowerCase();
  return part.in !== "header" || part.name === lower ? [part] : [part, { ...part, name: lower }];
}
