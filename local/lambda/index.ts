export {
  FunctionFailedError,
  type InvokeFunction,
  type InvokeResult,
  type InvokeStreaming,
  LambdaServiceError,
} from "./contract.ts";
export { createFunctionRuntime } from "./functionRuntime.ts";
export type {
  FunctionCounters,
  FunctionRuntime,
  FunctionSpec,
  HostAddress,
  HostMap,
  Invocable,
  Unreachable,
} from "./functionSpec.ts";
export { createInvoker, createStreamingInvoker } from "./invoker.ts";
