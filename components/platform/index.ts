export { app, migration } from "../identity/index.ts";
export {
  type Platform,
  type PlatformDefinition,
  type ResourceScope,
  type ServiceDefinition,
  type TableDefinition,
} from "./definition.ts";
export { parameter, secret } from "../service/index.ts";
export { definePlatform, ServiceError } from "./definePlatform.ts";
export { callVariable } from "./serviceCalls.ts";
export { checkProxySettings } from "./checkProxySettings.ts";
export { overridden, overrideFaults, overrideRules, type Overrides } from "./overrides/index.ts";
