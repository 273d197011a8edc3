export { type InvokeFunction, type InvokeResult, LambdaServiceError } from "./contract.ts";
export { createFunctionRuntime } from "./functionRuntime.ts";
export type {
  FunctionCounters,
  FunctionRuntime,
  FunctionSpec,
  HostAddress,
  HostMap,
} from "./functionSpec.ts";
export { createInvoker } from "./invoker.ts";
