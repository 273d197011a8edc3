import { createHash } from "node:crypto";
import type { AuthorizerDefinitions } from "../authorizers/definition.ts";
import type { Operation, Parameter } from "../document/types.ts";
import { pathParameters } from "../route/place.ts";
import type { Route } from "../route/route.ts";
import { sourcesOf } from "../templates/source.ts";
import { callerParts, type KeyPart } from "./caller.ts";

/**
 * The cache settings of an integration, and the parameters that its operation must declare for them.
 * Each route has a namespace of its own, so that routes never share responses.
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

/** Stable when routes come and go. */
const namespaceOf = ({ method, path }: Route): string =>
  createHash("sha256").update(`${method} ${path}`).digest("hex").slice(0, 16);

const pathParts = (path: string): KeyPart[] =>
  pathParameters(path).map((name) => ({ in: "path", name }));

function listed({ cache, validate }: Route): KeyPart[] {
  if (!cache?.keys) {
    return [
      ...Object.keys(validate?.query ?? {}).map((name): KeyPart => ({ in: "query", name })),
      ...Object.keys(validate?.headers ?? {}).map((name): KeyPart => ({ in: "header", name })),
    ];
  }
  return cache.keys.map((key) => {
    const dot = key.indexOf(".");
    return { in: key.slice(0, dot) as "query" | "header", name: key.slice(dot + 1) };
  });
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
