export {
  type Platform,
  type PlatformDefinition,
  type ResourceScope,
  type ServiceDefinition,
} from "./definition.ts";
export { definePlatform, ServiceError } from "./definePlatform.ts";
