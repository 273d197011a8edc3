export { VpcProxy, type VpcProxyArgs } from "./vpcProxy.ts";
