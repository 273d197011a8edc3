import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange, RouteIdentity } from "../exchange/exchange.ts";
import { compileSource } from "../mapping/source.ts";
import type { IntegrationDefinition } from "../openapi.ts";

/** What of a request tells its answer from others. */
type ReadKey = (exchange: Exchange) => string;

/** All values of a part of the key; undefined, which is a key of its own, where there is none. */
type Part = (exchange: Exchange) => readonly string[] | string | undefined;

/**
 * Prepares a method's cache key: its namespace, which is the resource's unless the API names one for
 * several, the method, the path's parameters and the `cacheKeyParameters`, with all of their values.
 *
 * Where no page tells what AWS does (UNCONFIRMED), answers are kept apart rather than mixed up: by
 * method, by path parameters that are not listed, by every value of a repeated parameter, by headers
 * in any case.
 *
 * (API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway"; API Reference,
 * "Integration")
 *
 * @param declared - the operation's parameters by their sources, such as `method.request.header.X`
 * @throws RestApiDefinitionError for a key that the method does not declare, which AWS refuses
 */
export function compileCacheKey(
  { method, resourcePath, resourceId }: RouteIdentity,
  { cacheNamespace, cacheKeyParameters = [], requestParameters = {} }: IntegrationDefinition,
  declared: ReadonlyMap<string, unknown>,
): ReadKey {
  const route = `${method} ${resourcePath}`;
  const parts = cacheKeyParameters.map((source): Part => {
    const mapped = requestParameters[source];
    if (mapped !== undefined) return compilePart(route, mapped);
    if (declared.has(source.replace(".multivalue", "."))) return compilePart(route, source);
    throw new RestApiDefinitionError(
      route,
      `its cache key parameter "${source}" is no parameter that it declares`,
    );
  });
  const namespace = cacheNamespace ?? resourceId;
  return (exchange) => {
    const path = Object.values(exchange.pathParameters ?? {});
    return JSON.stringify([namespace, method, path, parts.map((part) => part(exchange))]);
  };
}

function compilePart(route: string, source: string): Part {
  const [, place, name = ""] =
    /^method\.request\.(?:multivalue)?(header|querystring)\.(.+)$/.exec(source) ?? [];
  switch (place) {
    case "header": {
      const lowerCase = name.toLowerCase();
      return ({ request }) => request.headers.get(lowerCase)?.values;
    }
    case "querystring":
      return ({ request }) => request.target.query?.multi[name];
    default:
      return compileSource(route, source);
  }
}
