import { type InvokeFunction, type InvokeStreaming, LambdaServiceError } from "./contract.ts";
import type { Invocable } from "./functionSpec.ts";

/** The functions that a role may invoke. */
type OfRole = (roleArn: string) => Iterable<Invocable>;

/**
 * An `Invoke` that finds the function by its ARN.
 *
 * @param runtimes - functions that may be invoked without a role
 * @param ofRole - read once per role. @default no role may invoke a function
 */
export function createInvoker(runtimes: Iterable<Invocable>, ofRole?: OfRole): InvokeFunction {
  const find = finder(runtimes, ofRole);
  return async (functionArn, payload, role) => find(functionArn, role).invoke(payload);
}

/** An `InvokeWithResponseStream`, likewise. */
export function createStreamingInvoker(
  runtimes: Iterable<Invocable>,
  ofRole?: OfRole,
): InvokeStreaming {
  const find = finder(runtimes, ofRole);
  return async (functionArn, payload, role) => find(functionArn, role).stream(payload);
}

type Find = (functionArn: string, roleArn?: string) => Invocable;

function finder(runtimes: Iterable<Invocable>, ofRole: OfRole = () => []): Find {
  const find = finderIn(runtimes);
  const byRole = new Map<string, Find>();
  return (functionArn, roleArn) => {
    if (roleArn === undefined) return find(functionArn);
    let findAs = byRole.get(roleArn);
    if (findAs === undefined) byRole.set(roleArn, (findAs = finderIn(ofRole(roleArn))));
    return findAs(functionArn);
  };
}

function finderIn(runtimes: Iterable<Invocable>): Find {
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
