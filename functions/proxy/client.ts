import {
  type Attempt,
  type AttemptOptions,
  attemptsOver,
  type ServiceResponse,
} from "./attempt.ts";
import { Connections } from "./connections.ts";
import { ProxyFailure } from "./failure.ts";
import { isIdempotent } from "./idempotent.ts";
import type { Receive } from "./receive.ts";

/** Sends a request and receives its response, as `Attempt` does, in as many attempts as it takes. */
export type Send<Body> = Attempt<Body>;

/**
 * A client of one service that keeps its connections for the next request. If a kept connection turns
 * out to be closed, it sends an idempotent request again on a new one.
 *
 * @param receive - reads the body of each response
 */
export function createClient<Body>(options: AttemptOptions, receive: Receive<Body>): Send<Body> {
  const connections = new Connections(options.serviceUrl);
  const attempt = attemptsOver(connections, options, receive);

  return async (request, call): Promise<ServiceResponse<Body>> => {
    const caughtUp = connections.catchUp();
    if (caughtUp) await caughtUp;
    try {
      return await attempt(request, call);
    } catch (error) {
      const isStale = error instanceof ProxyFailure && error.kind === "staleConnection";
      if (!isStale || !isIdempotent(request.method)) throw error;
      connections.closeIdle();
      return await attempt(request, call);
    }
  };
}
