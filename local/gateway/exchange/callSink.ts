import type { IncomingMessage } from "node:http";
import type { GatewayError } from "../response/gatewayError.ts";
import type { Exchange, Reply } from "./exchange.ts";
import type { RequestIds } from "./ids.ts";

/** A request that belongs to no stage, or that API Gateway can't read. */
export interface RefusedRequest {
  readonly incoming: IncomingMessage;
  readonly ids: RequestIds;
  readonly error: GatewayError;
  readonly reply: Reply;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** Receives a gateway's calls. */
export interface CallSink {
  begin(exchange: Exchange): void;
  /** The exchange has its reply, whose body is complete. Without a reply, the client has disconnected. */
  end(exchange: Exchange): void;
  refused(request: RefusedRequest): void;
}
