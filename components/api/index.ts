export { Api, checkStageThrottle, type ApiArgs, type ProxyFunction } from "./api.ts";
export type { CorsArgs } from "./cors.ts";
export { lambdaProxy, type LambdaProxyIntegration } from "./integrations/lambdaProxy.ts";
export { parseRoutes, RouteError } from "./parseRoutes.ts";
export type { RouteGuards, Throttle } from "./guards.ts";
export type { Route, RouteDefinition, RouteKey } from "./route.ts";
