import { createHash } from "node:crypto";
import type { FindSigner } from "../exchange/callers.ts";
import type { Exchange, Reply, RouteIdentity } from "../exchange/exchange.ts";
import type { Integration } from "../integrations/integration.ts";
import type { Kept } from "../kept.ts";
import type { RestApiModel } from "../model.ts";
import type { Operation, PathItem } from "../openapi.ts";
import type { GatewayOptions } from "../options.ts";
import { StreamedBody } from "../response/streamedBody.ts";
import type { Clock } from "../throttle/tokenBucket.ts";
import { declaredParameters } from "../validation/checks.ts";
import { checkInvalidation } from "./invalidation.ts";
import { compileCacheKey } from "./key.ts";
import { type KeptReply, ResponseCache } from "./responseCache.ts";
import { cachingOf } from "./settings.ts";

/** Creates a stage's cache; undefined for a stage without one. */
export function createCache(
  { stage: { caching, isCanary } }: RestApiModel,
  kept: Kept,
  clock?: Clock,
): ResponseCache | undefined {
  if (caching === undefined) return undefined;
  const create = () => new ResponseCache(caching.sizeGb, clock);
  return kept.get(`${isCanary === true ? "canary" : "live"} cache`, caching.sizeGb, create);
}

/** A method whose responses can be cached. */
interface CachedMethod {
  readonly identity: RouteIdentity;
  /** The method as the API declares it: `ANY`, or the method itself. */
  readonly declared: string;
  readonly operation: Operation;
  readonly item: PathItem;
}

/**
 * Adds a stage's cache to an integration; returns the integration unchanged if its method is not
 * cached.
 *
 * @throws RestApiDefinitionError for a cache key parameter that the method does not declare
 */
export type WithCache = (integrate: Integration, method: CachedMethod) => Integration;

/**
 * Adds a cache to a stage's methods. It keeps responses of integrations with any status: callers of AWS report
 * that a backend's 429 is cached like a 200 (UNCONFIRMED). Gateway responses are not cached.
 * Authorization, limits and validation come first, so a cached response counts as a call. (API Gateway
 * Developer Guide, "Cache settings for REST APIs in API Gateway". That authorizers come first is
 * UNCONFIRMED, but the only safe order.)
 */
export function createCaching(
  { api, codeVersion = () => "" }: Pick<GatewayOptions, "api" | "codeVersion">,
  findSigner: FindSigner,
  cache: ResponseCache | undefined,
): WithCache {
  const { document, stage } = api;
  const { caching: settings } = stage;
  if (settings === undefined || cache === undefined) return (integrate) => integrate;
  return (integrate, { identity, declared, operation, item }) => {
    const caching = cachingOf(settings, identity.method, declared, identity.resourcePath);
    const definition = operation["x-amazon-apigateway-integration"] ?? {};
    const streams = definition.responseTransferMode?.toUpperCase() === "STREAM";
    if (caching === undefined || streams) return integrate;
    const parameters = declaredParameters(identity.resourcePath, operation, item, document);
    const readKey = compileCacheKey(identity, definition, parameters);
    const namespace =
      definition.cacheNamespace === undefined ? [operation, item.parameters] : document.paths;
    const version = digest([namespace, stage.variables, api.binaryMediaTypes]);
    return async (exchange) => {
      exchange.steps.enter("cache");
      const { renews, headers } = await checkInvalidation(exchange, caching, findSigner);
      const key = `${version} ${codeVersion()} ${readKey(exchange)}`;
      const kept = renews ? undefined : cache.get(key);
      exchange.steps.note({ hit: kept !== undefined });
      if (!kept) exchange.steps.enter("integration");
      const reply = kept ? retraced(kept, exchange) : await integrate(exchange);
      if (kept === undefined && isBuffered(reply) && !conditional.includes(reply.status)) {
        cache.set(key, { ...reply, trace: exchange.trace }, caching.ttlSeconds);
      }
      return headers.length > 0 ? { ...reply, headers: [...reply.headers, ...headers] } : reply;
    };
  };
}

/** Of plain data. A response is only for calls of a route that is defined as at that time. */
const digest = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64").slice(0, 12);

/**
 * Statuses of responses to a range or condition, which are no answer to other requests. That AWS keeps none
 * is UNCONFIRMED; keeping them would let any client plant one.
 */
const conditional = [206, 304, 412, 416];

const isBuffered = (reply: Reply): reply is Omit<KeptReply, "trace"> =>
  !(reply.body instanceof StreamedBody);

/** Replaces the trace of a cached response with the current request's. */
const retraced = ({ trace, ...reply }: KeptReply, exchange: Exchange): Reply => ({
  ...reply,
  headers: reply.headers.map((text) => (text === trace ? exchange.trace : text)),
});
