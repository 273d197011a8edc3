import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request as sendRequest,
  type ServerResponse,
} from "node:http";
import { sendHead } from "../sendHead.ts";
import { isIncomplete } from "./client.ts";

/** A request to a server. */
export interface Outgoing {
  readonly method: string | undefined;
  /** With the query. */
  readonly path: string;
  /** Alternating names and values. */
  readonly headers: string[];
  /** The client's request, whose body is passed on. @default no body */
  readonly body?: IncomingMessage | undefined;
  /** Limit for the response to begin, and between two of its packets, in ms. @default none */
  readonly timeoutMs?: number;
}

export interface ServerAddress {
  readonly hostname: string;
  readonly port: string | number;
  readonly agent: Agent;
}

/** The failure of a request before its response began. */
export type Failure =
  /** Nothing was sent, so any request may go to another server. */
  | "unreachable"
  /** At least part of it was sent. */
  | "lost"
  | "timeout"
  /** The client has disconnected. */
  | "abandoned";

/**
 * Sends a request and waits for its response to begin.
 *
 * @param client - the response to the client; when it closes, the request ends. @default it never does
 */
export function send(
  { method, path, headers, body, timeoutMs }: Outgoing,
  { hostname, port, agent }: ServerAddress,
  client?: ServerResponse,
): Promise<IncomingMessage | Failure> {
  return new Promise((resolve) => {
    let sent = false;
    // Not a URL object, which would resolve dot segments and encode characters.
    const upstream = sendRequest({ hostname, port, path, method, headers, agent });
    const abandon = () => {
      upstream.destroy();
      resolve("abandoned");
    };
    client?.once("close", abandon);
    const settle = (result: IncomingMessage | Failure) => {
      client?.off("close", abandon);
      resolve(result);
    };

    whenConnected(upstream, () => {
      sent = true;
      if (body === undefined) return upstream.end();
      // The server may respond to the headers before any body arrives.
      if (!body.complete) sendHead(upstream);
      body.pipe(upstream);
    });
    if (timeoutMs !== undefined) {
      upstream.setTimeout(timeoutMs, () => {
        settle("timeout");
        upstream.destroy();
      });
    }
    upstream.on("error", () => {
      body?.unpipe(upstream);
      settle(sent ? "lost" : "unreachable");
    });
    upstream.on("response", (incoming) => {
      settle(incoming);
      if (body !== undefined && isIncomplete(body)) endWithResponse(body, upstream, incoming);
    });
  });
}

/** Delays the body until there is a connection, so that it can still go to another server. */
function whenConnected(upstream: ClientRequest, begin: () => void): void {
  upstream.once("socket", (socket) => {
    if (socket.connecting) socket.once("connect", begin);
    else begin();
  });
}

/** Lets a server that responds early read the rest of the request, until its response ends. */
function endWithResponse(
  body: IncomingMessage,
  upstream: ClientRequest,
  incoming: IncomingMessage,
): void {
  incoming.once("close", () => upstream.destroy());
  upstream.once("close", () => {
    body.unpipe(upstream);
    // Reads the rest of the request, because some clients read only after sending everything.
    body.resume();
  });
}
