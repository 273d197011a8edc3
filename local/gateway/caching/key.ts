import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange, RouteIdentity } from "../exchange/exchange.ts";
import { compileValues } from "../exchange/template.ts";
import { compileSource } from "../mapping/source.ts";
import type { IntegrationDefinition } from "../openapi.ts";

/** Reads the cache key of a request. */
type ReadKey = (exchange: Exchange) => string;

/** Reads all values of a part of the key; a missing part is undefined, which is a separate key. */
type Part = (exchange: Exchange) => readonly string[] | string | undefined;

/**
 * Compiles a method's cache key: its namespace (the resource's unless `cacheNamespace` is set), the
 * method, the path parameters and all values of the `cacheKeyParameters`.
 *
 * AWS's behavior is partly undocumented (UNCONFIRMED). In doubt, responses are cached separately: by
 * method, by unlisted path parameters, by every value of a repeated parameter, and by headers in any
 * case.
 *
 * (API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway"; API Reference,
 * "Integration")
 *
 * @param declared - the operation's parameters by their sources, such as `method.request.header.X`
 * @throws RestApiDefinitionError for a key parameter that the method does not declare, as on AWS
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
    throw new RestApiDefinitionError(route, `does not declare its cache key parameter "${source}"`);
  });
  const namespace = cacheNamespace ?? resourceId;
  return (exchange) => {
    const path = Object.values(exchange.pathParameters ?? {});
    return JSON.stringify([namespace, method, path, parts.map((part) => part(exchange))]);
  };
}

const compilePart = (route: string, source: string): Part =>
  /^method\.request\.(?:multivalue)?(?:header|querystring)\./.test(source)
    ? compileValues(source, { anyCase: true })
    : compileSource(route, source);
