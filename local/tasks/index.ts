export { isServiceHealthy } from "./health.ts";
export { runService, type RunningService } from "./runner.ts";
export { ServiceCalls } from "./serviceCalls.ts";
export { makeSocketFolder } from "./socket.ts";
export { readServices, type ServiceSpec } from "./spec.ts";
export { reloadsItself } from "./startCommand.ts";
export { startTaskCredentials, type TaskCredentials } from "./taskCredentials.ts";
