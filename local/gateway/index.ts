export { NotServedError, RestApiDefinitionError } from "./errors.ts";
export { readRestApis, type RestApiModel, type StageModel } from "./model.ts";
export type { GatewayOptions } from "./options.ts";
export { startGateway, type Counters, type Gateway } from "./server.ts";
export { accountLimit } from "./throttle/limits.ts";
export { TokenBucket } from "./throttle/tokenBucket.ts";
