import type { Properties } from "../../graph/resource.ts";
import { parseMethodPath } from "../throttle/settings.ts";

/** The cache settings of a stage and its `MethodSettings`. */
export interface StageCaching {
  /** The cache cluster's size. */
  readonly sizeGb: number;
  /** The `*`/`*` setting. */
  readonly everyMethod: Partial<MethodCaching>;
  /** By method and resource path, such as `GET /orders/{id}`. */
  readonly methods: ReadonlyMap<string, Partial<MethodCaching>>;
}

/** The handling of an unauthorized request for a new response. */
type UnauthorizedStrategy =
  "FAIL_WITH_403" | "SUCCEED_WITH_RESPONSE_HEADER" | "SUCCEED_WITHOUT_RESPONSE_HEADER";

/** The cache settings of a method. */
export interface MethodCaching {
  readonly enabled: boolean;
  readonly ttlSeconds: number;
  /** True if a client needs `execute-api:InvalidateCache` to get a new response. */
  readonly requireAuthorization: boolean;
  readonly unauthorized: UnauthorizedStrategy;
}

/** API Gateway's defaults. (API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway"; API Reference, "MethodSetting") */
const defaults: MethodCaching = {
  enabled: false,
  ttlSeconds: 300,
  requireAuthorization: true,
  unauthorized: "SUCCEED_WITH_RESPONSE_HEADER",
};

/**
 * Reads the caching part of a stage and its `MethodSettings`.
 *
 * @returns undefined for a stage without a cache
 * @throws RestApiDefinitionError for an invalid method path
 */
export function readCaching(
  subject: string,
  stage: Properties,
  settings: readonly Properties[],
): StageCaching | undefined {
  if (stage.cacheClusterEnabled !== true) return undefined;
  const methods = new Map(
    settings.map(({ methodPath, settings: values }) => [
      parseMethodPath(subject, String(methodPath)),
      readMethod((values as Properties | undefined) ?? {}),
    ]),
  );
  const everyMethod = methods.get("* /*") ?? {};
  methods.delete("* /*");
  return { sizeGb: Number(stage.cacheClusterSize ?? 0.5), everyMethod, methods };
}

function readMethod(values: Properties): Partial<MethodCaching> {
  const { cachingEnabled, cacheTtlInSeconds, requireAuthorizationForCacheControl } = values;
  const { unauthorizedCacheControlHeaderStrategy: unauthorized } = values;
  return {
    ...(typeof cachingEnabled === "boolean" && { enabled: cachingEnabled }),
    ...(typeof cacheTtlInSeconds === "number" && { ttlSeconds: cacheTtlInSeconds }),
    ...(typeof requireAuthorizationForCacheControl === "boolean" && {
      requireAuthorization: requireAuthorizationForCacheControl,
    }),
    ...(typeof unauthorized === "string" && { unauthorized: unauthorized as UnauthorizedStrategy }),
  };
}

/**
 * Returns the cache settings of a method; undefined if it is not cached. Settings for several methods
 * only apply to GET: other methods need their own setting.
 *
 * @param declared - the method as the API declares it: `ANY`, or the method itself
 */
export function cachingOf(
  { everyMethod, methods }: Pick<StageCaching, "everyMethod" | "methods">,
  method: string,
  declared: string,
  path: string,
): MethodCaching | undefined {
  const own = methods.get(`${method} ${path}`);
  const shared = { ...defaults, ...everyMethod, ...methods.get(`${declared} ${path}`) };
  const caching = { ...shared, enabled: method === "GET" && shared.enabled, ...own };
  return caching.enabled && caching.ttlSeconds > 0 ? caching : undefined;
}
