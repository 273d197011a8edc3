export { Api } from "./api.ts";
export type { ApiArgs } from "./args.ts";
export { type ApiDefinition, apiRules, type ParsedApi } from "./definition.ts";
export { defineApi, parseApi } from "./defineApi.ts";
export type { ResponseOptions } from "./document/responses.ts";
export type { StageCache, StageCacheArgs } from "./caching/stageCache.ts";
export type { GatewayResponses } from "./document/gatewayResponses.ts";
export { type CorsArgs, proxyCors } from "./guards/cors.ts";
export type { RequestChecks } from "./guards/request.ts";
export type { Integration, Resources } from "./integrations/index.ts";
export { type ClientCertificatesArgs } from "./resources/clientCertificates.ts";
export { type Contract, publishContract } from "./contract/publish.ts";
export type { ContractInfo, OpenApiDocument } from "./document/types.ts";
export { contract } from "./integrations/contract.ts";
export { httpProxy } from "./integrations/httpProxy.ts";
export { lambdaProxy, streamingTimeouts } from "./integrations/lambdaProxy.ts";
export type { LinkedService, ProxyFunction } from "./integrations/integration.ts";
export { IntegrationError } from "./integrations/named.ts";
export { dynamodb } from "./integrations/dynamodb.ts";
export { eventBridge } from "./integrations/eventBridge.ts";
export { kinesis } from "./integrations/kinesis.ts";
export { mock } from "./integrations/mock.ts";
export { redirect } from "./integrations/redirect.ts";
export { s3 } from "./integrations/s3.ts";
export { sns } from "./integrations/sns.ts";
export { sqs } from "./integrations/sqs.ts";
export { stepFunctions } from "./integrations/stepFunctions.ts";
export { vpcLink } from "./integrations/vpcLink.ts";
export { RouteError } from "./route/routeError.ts";
export { type AuthorizerDefinition } from "./authorizers/definition.ts";
export type { Auth, RouteGuards, Throttle } from "./guards/index.ts";
export type { RouteKey } from "./route/place.ts";
export type { Route, RouteDefinition, RouteTable } from "./route/route.ts";
export type {
  ApiKeyDefinition,
  ApiKeySource,
  UsagePlanArgs,
  UsagePlanDefinition,
} from "./usagePlans/definition.ts";
export type { UsagePlanIds, UsagePlans } from "./usagePlans/resources.ts";
export { from } from "./templates/source.ts";
export { type CanaryRelease, type StageVariables } from "./resources/release.ts";
export { type ApiVersion, type ApiVersions, headersByVersion } from "./versions.ts";
export type { FirewallArgs } from "./firewall/index.ts";
