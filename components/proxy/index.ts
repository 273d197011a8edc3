export { checkProxyArgs, type ProxyOptions } from "./checkArgs.ts";
export { VpcProxy, type VpcProxyArgs } from "./vpcProxy.ts";
