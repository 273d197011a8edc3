import type { Readable } from "node:stream";

/** What a function answers, or how it failed, as the Lambda service's `Invoke` reports it. */
export interface InvokeResult {
  /** The handler's return value as JSON text; for a failed function, Lambda's error object. */
  readonly payload: string;
  /** Set when the function itself failed: it threw, ran out of time or crashed. */
  readonly functionError?: "Unhandled";
  /** The invocation's id, which the function knows as `awsRequestId`. */
  readonly requestId?: string;
}

/** The Lambda service refused to run the function (as opposed to the function failing). */
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

/** A function failed while its answer was being streamed. */
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
 * Runs a function of the region by its ARN and reads its answer while it comes, as the Lambda
 * service's `InvokeWithResponseStream` does. The function goes on when nobody reads any longer.
 *
 * @returns what the function writes; fails with a `FunctionFailedError` when the function does
 * @throws LambdaServiceError when the function is unknown or its concurrency is used up
 */
export type InvokeStreaming = (
  functionArn: string,
  payload: string,
) => Promise<Readable & { readonly requestId?: string }>;

/**
 * Runs a function of the region by its ARN, one event at a time per instance.
 *
 * @param functionArn - the function's ARN, with or without a `:qualifier`
 * @param payload - the event as JSON text
 * @throws LambdaServiceError when the function is unknown or its concurrency is used up
 */
export type InvokeFunction = (functionArn: string, payload: string) => Promise<InvokeResult>;
