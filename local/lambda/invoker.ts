import { type InvokeFunction, type InvokeStreaming, LambdaServiceError } from "./contract.ts";
import type { FunctionRuntime } from "./functionSpec.ts";

/** An `Invoke` that finds the function by its ARN. */
export function createInvoker(runtimes: Iterable<FunctionRuntime>): InvokeFunction {
  const find = finder(runtimes);
  return async (functionArn, payload) => find(functionArn).invoke(payload);
}

/** An `InvokeWithResponseStream` that finds the function by its ARN. */
export function createStreamingInvoker(runtimes: Iterable<FunctionRuntime>): InvokeStreaming {
  const find = finder(runtimes);
  return async (functionArn, payload) => find(functionArn).stream(payload);
}

function finder(runtimes: Iterable<FunctionRuntime>): (functionArn: string) => FunctionRuntime {
  const byArn = new Map([...runtimes].map((runtime) => [runtime.arn, runtime]));
  return (functionArn) => {
    const runtime = byArn.get(withoutQualifier(functionArn));
    if (runtime === undefined) {
      const message = `Function not found: ${functionArn}`;
      throw new LambdaServiceError("ResourceNotFoundException", 404, message);
    }
    return runtime;
  };
}

/** `arn:aws:lambda:us-east-1:123456789012:function:orders:live` → `…:function:orders` */
function withoutQualifier(functionArn: string): string {
  return functionArn.split(":").slice(0, 7).join(":");
}
