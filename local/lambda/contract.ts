import type { Readable } from "node:stream";

/** A function's result or failure, as reported by Lambda's `Invoke`. */
export interface InvokeResult {
  /** The handler's return value as JSON text; for a failed function, Lambda's error object. */
  readonly payload: string;
  /** Set when the function itself failed: it threw an error, timed out or crashed. */
  readonly functionError?: "Unhandled";
  /** The invocation's id, which the function receives as `awsRequestId`. */
  readonly requestId?: string;
  /** How long it took, in ms. @default the function did not run, or streamed its response */
  readonly timing?: {
    /** Time to load a new instance's modules. @default the instance existed */
    readonly initMs?: number;
    readonly handlerMs: number;
  };
}

/** Lambda refused to run the function. */
export class LambdaServiceError extends Error {
  override readonly name = "LambdaServiceError";
  /** Lambda's error code, such as `TooManyRequestsException` or `ResourceNotFoundException`. */
  readonly code: string;
  /** HTTP status of the Invoke call, such as 429 or 404. */
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A function failed while streaming its response. */
export class FunctionFailedError extends Error {
  override readonly name = "FunctionFailedError";
  /** Lambda's error object as JSON text. */
  readonly payload: string;

  constructor(payload: string) {
    super("The function failed");
    this.payload = payload;
  }
}

/**
 * Runs a function of the region by its ARN and streams its response, as Lambda's
 * `InvokeWithResponseStream` does. The function runs on after the reader disconnects.
 *
 * @returns the function's output; fails with a `FunctionFailedError` when the function fails
 * @throws LambdaServiceError when the function is unknown or its concurrency is used up
 */
export type InvokeStreaming = (
  functionArn: string,
  payload: string,
  roleArn?: string,
) => Promise<Readable & { readonly requestId?: string }>;

/**
 * Runs a function of the region by its ARN, one event at a time per instance.
 *
 * @param functionArn - the function's ARN, with or without a `:qualifier`
 * @param payload - the event as JSON text
 * @param roleArn - the role that calls it. @default the function's own permissions decide
 * @throws LambdaServiceError when the function is unknown or its concurrency is used up
 */
export type InvokeFunction = (
  functionArn: string,
  payload: string,
  roleArn?: string,
) => Promise<InvokeResult>;
