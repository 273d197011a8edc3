export { type FunctionDefinition, functionFaults, functionRules } from "./definition.ts";
export { accessTo, variablePrefix } from "./grants.ts";
export { PlatformFunction } from "./platformFunction.ts";
export { secretVariable } from "./secrets.ts";
