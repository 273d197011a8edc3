import { compileAccessLog } from "./exchange/accessLog.ts";
import { Authorizers } from "./authorizers/index.ts";
import type { KeepCache } from "./authorizers/authorizer.ts";
import { createJwks } from "./authorizers/jwks.ts";
import {
  compileResourcePolicy,
  type ResourcePolicy,
} from "./authorizers/policies/resourcePolicy.ts";
import { createCaching } from "./caching/index.ts";
import type { ResponseCache } from "./caching/responseCache.ts";
import type { ServedApi } from "./exchange/exchange.ts";
import type { Firewall } from "./firewall/index.ts";
import { compileGatewayResponses, type GatewayResponses } from "./response/gatewayResponses.ts";
import { compileBinaryMediaTypes } from "./request/mediaTypes.ts";
import type { Kept } from "./kept.ts";
import type { GatewayOptions } from "./options.ts";
import { Router } from "./request/router.ts";
import { compileRoutes, type Route } from "./routes.ts";
import type { Template } from "./exchange/template.ts";
import type { LimiterOf } from "./throttle/limits.ts";
import { createKeyCheck, UsageMeter } from "./usage/index.ts";

/** A compiled stage, ready for requests. */
export interface Stage {
  readonly served: ServedApi;
  /** The host name that `disableExecuteApiEndpoint` closes. */
  readonly refusedHost: string | undefined;
  readonly firewall: Firewall | undefined;
  readonly router: Router<Route>;
  readonly authorizers: Authorizers;
  readonly resourcePolicy: ResourcePolicy | undefined;
  readonly gatewayResponses: GatewayResponses;
  /** Undefined for a stage without an access log. */
  readonly accessLog: Template | undefined;
}

/** What a stage shares with its canary release, or with the definition before. */
interface StageParts {
  readonly limiterOf: LimiterOf;
  readonly firewall: Firewall | undefined;
  readonly cache: ResponseCache | undefined;
  readonly kept: Kept;
}

/** @throws NotServedError | RestApiDefinitionError when a part of the API cannot be served */
export function compileStage(
  options: GatewayOptions,
  { limiterOf, firewall, cache, kept }: StageParts,
): Stage {
  const { api, region, accountId, invoke } = options;
  const { document, stage } = api;
  const served = { model: api, region, accountId };
  const resourcePolicy = compileResourcePolicy(served);
  const findSigner = options.findSigner ?? (() => Promise.resolve(undefined));
  const authorizers = new Authorizers(
    document,
    {
      stageVariables: stage.variables,
      keepCache: cacheKeeper(api, kept),
      codeVersionOf: options.codeVersionOf ?? (() => ""),
      jwks: kept.get("keys", undefined, () => createJwks(options.jwksUriOf)),
      invokeAuthorizer: options.invokeAuthorizer ?? invoke,
      findSigner,
    },
    resourcePolicy,
  );
  const resources = compileRoutes(api, {
    stageVariables: stage.variables,
    isBinary: compileBinaryMediaTypes(api.binaryMediaTypes),
    invoke,
    invokeStreaming: options.invokeStreaming,
    locateTarget: options.locateTarget,
    clientCertificate: options.clientCertificate,
    callService: options.callService,
    authorizers,
    createRequireKey: createKeyCheck(api, options.usage ?? new UsageMeter([])),
    limiterOf,
    withCache: createCaching(options, findSigner, cache),
  });
  const executeApiHost = `${api.id}.execute-api.${region}.amazonaws.com`;
  return {
    served,
    refusedHost: api.disableExecuteApiEndpoint ? executeApiHost : undefined,
    firewall,
    router: new Router(resources),
    authorizers,
    resourcePolicy,
    gatewayResponses: compileGatewayResponses(document["x-amazon-apigateway-gateway-responses"]),
    accessLog: stage.accessLogFormat ? compileAccessLog(stage.accessLogFormat) : undefined,
  };
}

const cacheKeeper =
  ({ stage }: GatewayOptions["api"], kept: Kept): KeepCache =>
  (name, scheme, create) => {
    const release = stage.isCanary === true ? "canary" : "live";
    return kept.get(`${release} authorizer ${name}`, [scheme, stage.variables], create);
  };
