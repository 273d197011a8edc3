export { checkAnswerRules } from "./responseRules.ts";
export { checkProxyArgs, type ProxyOptions } from "./checkArgs.ts";
export { streamingTimeoutMs } from "./streamingTimeout.ts";
export { VpcLink, type VpcLinkArgs } from "./vpcLink.ts";
export { VpcProxy, type VpcProxyArgs } from "./vpcProxy.ts";
