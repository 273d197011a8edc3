import type { InvokeResult } from "../../lambda/contract.ts";
import type { StepAttributes } from "./steps.ts";

/** What a step tells about a function that it ran. */
export function invocationAttributes(
  functionArn: string,
  { requestId, functionError, timing }: InvokeResult,
): StepAttributes {
  return {
    function: nameOf(functionArn),
    ...(requestId !== undefined && { functionRequestId: requestId }),
    ...(functionError !== undefined && { failed: true }),
    ...(timing?.initMs !== undefined && { coldStart: true, initMs: timing.initMs }),
    ...(timing && { handlerMs: timing.handlerMs }),
  };
}

/** `arn:aws:lambda:us-east-1:123456789012:function:orders:live` → `orders` */
export const nameOf = (functionArn: string): string => functionArn.split(":")[6] ?? functionArn;
