import type { IncomingMessage, ServerResponse } from "node:http";

/** A region that the edge sent a request to. Times are those of `performance.now()`. */
interface EdgeAttempt {
  readonly region: string;
  readonly startedAt: number;
  endedAt: number;
  /** The status of its response, or why there is none. */
  result: number | string;
}

/** A request at the edge, for the record of the call. */
export class EdgeCall {
  readonly method: string;
  /** The path with its query, as the client sent it. */
  readonly target: string;
  /** Alternating names and values, as they would be over HTTP/1.1. */
  readonly rawHeaders: readonly string[];
  readonly startedAt = performance.now();
  endedAt = 0;
  readonly attempts: EdgeAttempt[] = [];
  /** Of the response to the client; 0 until it begins. */
  status = 0;
  /** The response's headers. */
  responseHeaders: readonly string[] = [];

  constructor(request: IncomingMessage, rawHeaders: readonly string[]) {
    this.method = request.method ?? "";
    this.target = request.url ?? "/";
    this.rawHeaders = rawHeaders;
  }

  /** The value of a header of the response. @param name - in lower case */
  header(name: string): string | undefined {
    const index = this.responseHeaders.findIndex(
      (each, at) => at % 2 === 0 && each.length === name.length && each.toLowerCase() === name,
    );
    return index === -1 ? undefined : this.responseHeaders[index + 1];
  }
}

const calls = new WeakMap<ServerResponse, EdgeCall>();

/**
 * Follows a request to the end of its response.
 *
 * @param rawHeaders - the request's
 * @param onEnd - called then, also if the client disconnects before
 */
export function followCall(
  request: IncomingMessage,
  response: ServerResponse,
  rawHeaders: readonly string[],
  onEnd: (call: EdgeCall) => void,
): void {
  const call = new EdgeCall(request, rawHeaders);
  calls.set(response, call);
  response.once("close", () => {
    call.endedAt = performance.now();
    onEnd(call);
  });
}

/** The followed call that a response belongs to. */
export const callOf = (response: ServerResponse | undefined): EdgeCall | undefined =>
  response && calls.get(response);
