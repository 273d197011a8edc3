import type { IncomingMessage } from "node:http";
import {
  type Attempt,
  type AttemptOptions,
  attemptsOver,
  type Receive,
  type ServiceResponse,
} from "./attempt.ts";
import { connectionsTo } from "./connections.ts";
import { ProxyFailure } from "./failure.ts";

/** Sends a request and receives its response, as `Attempt` does, in as many attempts as it takes. */
export type Send<Body> = Attempt<Body>;

/** Reads a response to its end. A body longer than `maxBodyBytes` fails the call. */
export const readWhole =
  (maxBodyBytes: number): Receive<Buffer> =>
  (response, settle, fail) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBodyBytes) fail("responseTooLarge", `more than ${maxBodyBytes} bytes`);
      else chunks.push(chunk);
    });
    response.once("end", () => settle(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
  };

/** Leaves the body of a response to be streamed. */
export const readHead: Receive<IncomingMessage> = (response, settle) => settle(response);

/** Methods of requests that may be sent twice. Source: RFC 9110, 9.2.2 "Idempotent Methods". */
export const isIdempotent = (method: string): boolean =>
  /^(GET|HEAD|OPTIONS|PUT|DELETE)$/.test(method);

/**
 * A client of one service that keeps its connections for the next request. If a kept connection turns
 * out to be closed, it sends an idempotent request again on a new one.
 *
 * @param receive - reads the body of each response
 */
export function createClient<Body>(options: AttemptOptions, receive: Receive<Body>): Send<Body> {
  const connections = connectionsTo(options.serviceUrl);
  const attempt = attemptsOver(connections.agent, options, receive);

  return async (request, call): Promise<ServiceResponse<Body>> => {
    const isRepeatable = isIdempotent(request.method);
    const ready = connections.prepare(isRepeatable);
    if (ready) await ready;
    try {
      return await attempt(request, call);
    } catch (error) {
      const isStale = error instanceof ProxyFailure && error.kind === "staleConnection";
      if (!isStale || !isRepeatable) throw error;
      connections.closeIdle();
      return await attempt(request, call);
    }
  };
}
