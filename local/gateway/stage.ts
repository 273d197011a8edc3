import { compileAccessLog } from "./accessLog.ts";
import { Authorizers } from "./authorizers/index.ts";
import { createJwks } from "./authorizers/jwks.ts";
import type { ServedApi } from "./exchange.ts";
import { compileGatewayResponses, type GatewayResponses } from "./gatewayResponses.ts";
import { compileBinaryMediaTypes } from "./mediaTypes.ts";
import type { GatewayOptions } from "./options.ts";
import { Router } from "./router.ts";
import { compileRoutes, type Route } from "./routes.ts";
import type { Template } from "./template.ts";
import { accountLimit, createLimiter } from "./throttle/limits.ts";
import { TokenBucket } from "./throttle/tokenBucket.ts";
import { createKeyCheck, UsageMeter } from "./usage/index.ts";

/** A stage with everything prepared once, so that a request only runs through it. */
export interface Stage {
  readonly served: ServedApi;
  /** A host name that is not answered, as `disableExecuteApiEndpoint` says. */
  readonly refusedHost: string | undefined;
  readonly router: Router<Route>;
  readonly authorizers: Authorizers;
  readonly gatewayResponses: GatewayResponses;
  /** Undefined when the stage keeps no access log. */
  readonly accessLog: Template | undefined;
}

/** @throws NotServedError | RestApiDefinitionError when a part of the API cannot be served */
export function compileStage(options: GatewayOptions): Stage {
  const { api, region, accountId, invoke, clock } = options;
  const { document, stage } = api;
  const account = options.account ?? new TokenBucket(accountLimit(region), clock);
  const authorizers = new Authorizers(document, {
    stageVariables: stage.variables,
    jwks: createJwks(options.jwksUriOf),
    invokeAuthorizer: options.invokeAuthorizer ?? invoke,
    findSigner: options.findSigner ?? (() => Promise.resolve(undefined)),
  });
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
    createLimiter: (settings) => createLimiter(settings, stage.throttles, account, clock),
  });
  const executeApiHost = `${api.id}.execute-api.${region}.amazonaws.com`;
  return {
    served: { model: api, region, accountId },
    refusedHost: api.disableExecuteApiEndpoint ? executeApiHost : undefined,
    router: new Router(resources),
    authorizers,
    gatewayResponses: compileGatewayResponses(document["x-amazon-apigateway-gateway-responses"]),
    accessLog: stage.accessLogFormat ? compileAccessLog(stage.accessLogFormat) : undefined,
  };
}
