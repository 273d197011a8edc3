import http from "node:http";
import https from "node:https";
import { urlToHttpOptions } from "node:url";
import { type FailureKind, ProxyFailure } from "./failure.ts";
import type { ServiceRequest } from "./request.ts";

/** What the service answered. */
export interface ServiceAnswer {
  readonly status: number;
  /** Names and values in turn, as they were received. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface ClientOptions {
  /** Address of the service; requests go there whatever their target says. */
  readonly serviceUrl: URL;
  /** Until a connection counts as failed. */
  readonly connectTimeoutMs: number;
  /** Until the whole call, a second attempt included, counts as failed. */
  readonly totalTimeoutMs: number;
}

/**
 * Sends a request and takes its answer.
 *
 * @throws ProxyFailure when there is none
 */
export type SendRequest<Answer> = (request: ServiceRequest) => Promise<Answer>;

/** What a call can come to. */
export interface Call<Answer> {
  settle(answer: Answer): void;
  fail(kind: FailureKind, message: string): void;
}

/** Takes an answer whose head is there. */
export type Receive<Answer> = (response: http.IncomingMessage, call: Call<Answer>) => void;

/**
 * Reads an answer to its end.
 *
 * @param maxBodyBytes - a longer body fails the call
 */
export const readWhole =
  (maxBodyBytes: number): Receive<ServiceAnswer> =>
  (response, { settle, fail }) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBodyBytes) fail("answerTooLarge", `more than ${maxBodyBytes} bytes`);
      else chunks.push(chunk);
    });
    response.once("end", () =>
      settle({
        status: response.statusCode!,
        rawHeaders: response.rawHeaders,
        body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
      }),
    );
  };

/**
 * An Application Load Balancer closes a connection that was idle for 60 s.
 * Source: Elastic Load Balancing, "Application Load Balancers", idle timeout.
 */
const maxIdleMs = 50_000;

/** Requests that may be sent twice. Source: RFC 9110, 9.2.2 "Idempotent Methods". */
const idempotent = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/**
 * A client of one service that keeps its connections for the next request.
 *
 * @param receive - takes the answers
 */
export function createClient<Answer>(
  options: ClientOptions,
  receive: Receive<Answer>,
): SendRequest<Answer> {
  const { Agent, request } = options.serviceUrl.protocol === "https:" ? https : http;
  const { protocol, hostname, port } = urlToHttpOptions(options.serviceUrl);
  // Only with a timeout of its own does the agent heed a server's `Keep-Alive: timeout=5`.
  const agent = new Agent({ keepAlive: true, timeout: maxIdleMs });
  let lastUse = 0;

  return async ({ method, target, headers, body }) => {
    const startedAt = Date.now();
    // No timer runs while Lambda has the function frozen, so the agent can't see this for itself.
    if (startedAt - lastUse > maxIdleMs) closeIdleConnections(agent);
    lastUse = startedAt;

    const open = () => request({ protocol, hostname, port, method, path: target, headers, agent });
    const deadline = startedAt + options.totalTimeoutMs;
    const send = () => attempt(open, body, options, deadline, receive);

    try {
      return await send();
    } catch (error) {
      const isStale = error instanceof ProxyFailure && error.kind === "staleConnection";
      if (!isStale || !idempotent.has(method)) throw error;
      closeIdleConnections(agent);
      return await send();
    }
  };
}

function closeIdleConnections(agent: http.Agent): void {
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}

/** Sends one request and takes its answer. The time runs until the answer is over. */
function attempt<Answer>(
  open: () => http.ClientRequest,
  body: Buffer | null,
  { connectTimeoutMs, totalTimeoutMs }: ClientOptions,
  deadline: number,
  receive: Receive<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = open();
    let isConnected = false;
    let answer: http.IncomingMessage | undefined;
    let bytesReadBefore = 0;

    const fail = (kind: FailureKind, message: string) => {
      clearTimeout(totalTimer);
      const failure = new ProxyFailure(kind, message);
      reject(failure);
      // Whoever reads the answer already hears why it breaks off.
      answer?.destroy(failure);
      request.destroy();
    };
    const totalTimer = setTimeout(
      () => fail("timeout", `no complete answer within ${totalTimeoutMs} ms`),
      deadline - Date.now(),
    );

    request.once("socket", (socket) => {
      bytesReadBefore = socket.bytesRead;
      isConnected = !socket.connecting;
      if (isConnected) return;
      const connectTimer = setTimeout(
        () => fail("unreachable", `no connection within ${connectTimeoutMs} ms`),
        connectTimeoutMs,
      );
      socket.once("encrypted" in socket ? "secureConnect" : "connect", () => {
        isConnected = true;
        clearTimeout(connectTimer);
      });
      socket.once("close", () => clearTimeout(connectTimer));
    });

    // Not `once`: destroying a request that has failed makes it report a second error.
    request.on("error", (error) => {
      const isUnanswered = request.socket?.bytesRead === bytesReadBefore;
      if (!isConnected) fail("unreachable", error.message);
      else if (request.reusedSocket && isUnanswered) fail("staleConnection", error.message);
      else fail("brokenAnswer", error.message);
    });

    // Without a listener, Node.js would end the request with neither answer nor error.
    request.once("upgrade", () => fail("brokenAnswer", "the service changed the protocol"));

    request.once("response", (response) => {
      answer = response;
      response.once("close", () => clearTimeout(totalTimer));
      response.on("error", (error) => fail("brokenAnswer", error.message));
      receive(response, { settle: resolve, fail });
    });

    request.end(body);
  });
}
