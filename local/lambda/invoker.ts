import { type InvokeFunction, LambdaServiceError } from "./contract.ts";
import type { FunctionRuntime } from "./functionSpec.ts";

/** An `Invoke` that finds the function by its ARN. */
export function createInvoker(runtimes: Iterable<FunctionRuntime>): InvokeFunction {
  const byArn = new Map([...runtimes].map((runtime) => [runtime.arn, runtime]));
  return async (functionArn, payload) => {
    const runtime = byArn.get(withoutQualifier(functionArn));
    if (runtime === undefined) {
      const message = `Function not found: ${functionArn}`;
      throw new LambdaServiceError("ResourceNotFoundException", 404, message);
    }
    return runtime.invoke(payload);
  };
}

/** `arn:aws:lambda:us-east-1:123456789012:function:orders:live` → `…:function:orders` */
function withoutQualifier(functionArn: string): string {
  return functionArn.split(":").slice(0, 7).join(":");
}
