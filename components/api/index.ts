export { Api } from "./api.ts";
export { type ApiArgs, checkOptions, checkStageThrottle } from "./args.ts";
export { type AnswerOptions, answerOptions } from "./document/responses.ts";
export { type StageCache, type StageCacheArgs } from "./caching/stageCache.ts";
export type { CorsArgs } from "./document/cors.ts";
export type { GatewayResponses } from "./document/gatewayResponses.ts";
export { proxyCors } from "./guards/cors.ts";
export type { RequestChecks } from "./guards/request.ts";
export type { Integration, Resources } from "./integrations/index.ts";
export { type ClientCertificatesArgs } from "./resources/clientCertificates.ts";
export { type Contract, type ContractInfo, publishContract } from "./contract/index.ts";
export type { OpenApiDocument } from "./document/types.ts";
export { contract } from "./integrations/contract.ts";
export { httpProxy } from "./integrations/httpProxy.ts";
export { lambdaProxy, streamingTimeouts } from "./integrations/lambdaProxy.ts";
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
export type { LinkedService } from "./linkedService.ts";
export { routesOf } from "./routesOf.ts";
export { RouteError } from "./route/routeError.ts";
export type { ProxyFunction } from "./proxyFunction.ts";
export { type AuthorizerDefinition } from "./authorizers/index.ts";
export type { Auth, RouteGuards, Throttle } from "./guards/index.ts";
export type { Route, RouteDefinition, RouteKey } from "./route/route.ts";
export {
  type ApiKeyDefinition,
  type ApiKeySource,
  type UsagePlanArgs,
  type UsagePlanDefinition,
  type UsagePlanIds,
  type UsagePlans,
} from "./usagePlans/index.ts";
export { from } from "./templates/source.ts";
export { type CanaryRelease, type StageVariables } from "./resources/release.ts";
export {
  type ApiVersion,
  type ApiVersions,
  checkVersions,
  headersByVersion,
} from "./versions/index.ts";
export { type FirewallArgs } from "./firewall/index.ts";
