import { ControlError } from "../control/index.ts";

/** An error of AWS's SDKs. */
interface ServiceError extends Error {
  readonly $fault?: "client" | "server";
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Makes a call of an AWS endpoint.
 *
 * @throws ControlError with AWS's name and message of the error: 404, 409 or 400 if the call is at fault, 502 if the
 *   endpoint is
 */
export async function fromAws<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ControlError) throw error;
    const { $fault, $metadata, name, message } = error as ServiceError;
    // Errors of this code, rather than of AWS, have neither.
    if ($fault === undefined && $metadata === undefined && !("code" in error)) throw error;
    throw new ControlError(statusOf($fault, name), `AWS responded with ${name}: ${message}`);
  }
}

function statusOf(fault: ServiceError["$fault"], name: string): ControlError["status"] {
  if (fault !== "client") return 502;
  if (/NotFound|NoSuch|DoesNotExist|NonExistent/.test(name)) return 404;
  return /Exists|ConditionalCheckFailed|Conflict/.test(name) ? 409 : 400;
}
