export {
  type AssertionKeys,
  type AssertionOptions,
  assertionRule,
  createAssertionKeys,
} from "./assertionKeys.ts";
export { type ClaimHeaders, claimHeadersRule } from "./claimHeaders.ts";
export {
  proxyOptionFaults,
  type ProxyOptions,
  proxyOptionRules,
  streamingTimeoutMs,
} from "./proxyOptions.ts";
export { checkResponseRules } from "./responseRules.ts";
export {
  breakerFaults,
  fallbackService,
  type FaultInjectionOptions,
  type ResilienceOptions,
  resilienceRule,
  type RouteResilience,
} from "./resilience.ts";
export { VpcLink } from "./vpcLink.ts";
export { VpcProxy, type VpcProxyArgs } from "./vpcProxy.ts";
