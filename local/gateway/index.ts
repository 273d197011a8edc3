export { compilePolicy } from "./authorizers/policies/policyDocument.ts";
export type { FindSigner, Signer } from "./exchange/callers.ts";
export {
  compileWebAcl,
  type FirewallModel,
  readWebAcl,
  unservedRules,
  userPoolFirewalls,
} from "./firewall/index.ts";
export { RestApiDefinitionError } from "./errors.ts";
export { Kept } from "./kept.ts";
export { readBody, readRestApis, type RestApiModel } from "./model.ts";
export type { GatewayOptions } from "./options.ts";
export { compileReleases } from "./releases.ts";
export { startGateway, type Gateway } from "./server.ts";
export type { ClientCertificate, LinkTarget } from "./integrations/integration.ts";
export { TokenBucket } from "./throttle/tokenBucket.ts";
export { bucketState } from "./stageLimits.ts";
export { readUsagePlans, UsageMeter, type UsagePlanModel } from "./usage/index.ts";
export { leaveAddress } from "./integrations/http/backend.ts";
export { maxPayloadBytes } from "./quotas.ts";
export { type CallService, RoleError } from "./integrations/aws/service.ts";
