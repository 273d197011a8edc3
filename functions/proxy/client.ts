import http from "node:http";
import https from "node:https";
import { urlToHttpOptions } from "node:url";
import { type FailureKind, ProxyFailure } from "./failure.ts";
import type { ServiceRequest } from "./request.ts";

/** A response of the service, read to its end. */
export interface ServiceResponse {
  readonly status: number;
  /** Alternating names and values, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface ClientOptions {
  /** Address of the service. Every request goes there, whatever host its target names. */
  readonly serviceUrl: URL;
  /** Time limit for a connection. */
  readonly connectTimeoutMs: number;
  /** Time limit for the whole call, including a second attempt. */
  readonly totalTimeoutMs: number;
}

/**
 * Sends a request and receives its response.
 *
 * @throws ProxyFailure when no response comes
 */
type SendRequest<Result> = (request: ServiceRequest) => Promise<Result>;

/** The two ways a call can end. */
interface Call<Result> {
  settle(result: Result): void;
  fail(kind: FailureKind, message: string): void;
}

/** Receives a response whose status and headers have arrived. */
export type Receive<Result> = (response: http.IncomingMessage, call: Call<Result>) => void;

/**
 * Reads a response to its end.
 *
 * @param maxBodyBytes - a longer body fails the call
 */
export const readWhole =
  (maxBodyBytes: number): Receive<ServiceResponse> =>
  (response, { settle, fail }) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBodyBytes) fail("responseTooLarge", `more than ${maxBodyBytes} bytes`);
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

/** Methods of requests that may be sent twice. Source: RFC 9110, 9.2.2 "Idempotent Methods". */
const idempotent = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/**
 * A client of one service that keeps its connections for the next request.
 *
 * @param receive - reads each response
 */
export function createClient<Result>(
  options: ClientOptions,
  receive: Receive<Result>,
): SendRequest<Result> {
  const { Agent, request } = options.serviceUrl.protocol === "https:" ? https : http;
  const { protocol, hostname, port } = urlToHttpOptions(options.serviceUrl);
  // The agent respects a server's `Keep-Alive: timeout=5` only if it has a timeout itself.
  const agent = new Agent({ keepAlive: true, timeout: maxIdleMs });
  // All connections lead to the service. By default Node.js builds a key from their options per request.
  agent.getName = () => hostname!;
  let lastUse = 0;

  return async (call) => {
    const startedAt = Date.now();
    // Lambda freezes the function between calls, and its timers too, so the agent can't notice this.
    if (startedAt - lastUse > maxIdleMs) closeIdleConnections(agent);
    lastUse = startedAt;

    const attempt: Attempt<Result> = {
      request,
      requestOptions: {
        ...{ protocol, hostname, port, agent, method: call.method, path: call.target },
        // Node.js accepts alternating names and values; its types do not.
        headers: rawHeaders(call, options.serviceUrl.host) as never,
      },
      body: call.body,
      deadline: startedAt + options.totalTimeoutMs,
      options,
      receive,
    };
    try {
      return await make(attempt);
    } catch (error) {
      const isStale = error instanceof ProxyFailure && error.kind === "staleConnection";
      if (!isStale || !idempotent.has(call.method)) throw error;
      closeIdleConnections(agent);
      return await make(attempt);
    }
  };
}

/** Alternating names and values: given an object, Node.js checks each header by name first. */
function rawHeaders({ method, headers, body }: ServiceRequest, host: string): string[] {
  const raw = ["host", host];
  // Objects list numeric names first, so a client's would precede ours.
  const numbers: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const fields = /^\d+$/.test(name) ? numbers : raw;
    if (typeof value === "string") fields.push(name, value);
    // Cookies that arrived in several fields are joined. Source: RFC 9113, 8.2.3.
    else if (name === "cookie") fields.push(name, value.join("; "));
    else for (const each of value) fields.push(name, each);
  }
  const needsLength = body === null && /^(POST|PUT|PATCH)$/.test(method);
  if (needsLength) raw.push("content-length", "0");
  return raw.concat(numbers);
}

function closeIdleConnections(agent: http.Agent): void {
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}

/** Everything needed to send a request, once or a second time. */
interface Attempt<Result> {
  readonly request: typeof http.request;
  readonly requestOptions: http.RequestOptions;
  readonly body: Buffer | null;
  /** From `Date.now()`. */
  readonly deadline: number;
  readonly options: ClientOptions;
  readonly receive: Receive<Result>;
}

/** Sends one request and receives its response. The time limit covers the whole response. */
function make<Result>({
  options: { connectTimeoutMs, totalTimeoutMs },
  ...attempt
}: Attempt<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const request = attempt.request(attempt.requestOptions);
    let isConnected = false;
    let received: http.IncomingMessage | undefined;
    let bytesReadBefore = 0;

    const fail = (kind: FailureKind, message: string) => {
      clearTimeout(totalTimer);
      const failure = new ProxyFailure(kind, message);
      reject(failure);
      // Tells the reader of a streamed response why it ends.
      received?.destroy(failure);
      request.destroy();
    };
    const totalTimer = setTimeout(
      () => fail("timeout", `no complete response within ${totalTimeoutMs} ms`),
      attempt.deadline - Date.now(),
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

    // Not `once`: a failed request reports a second error when it is destroyed.
    request.on("error", (error) => {
      const isSilent = request.socket?.bytesRead === bytesReadBefore;
      if (!isConnected) fail("unreachable", error.message);
      else if (request.reusedSocket && isSilent) fail("staleConnection", error.message);
      else fail("brokenResponse", error.message);
    });

    // Without a listener, Node.js would end the request with neither a response nor an error.
    request.once("upgrade", () => fail("brokenResponse", "the service changed the protocol"));

    request.once("response", (response) => {
      received = response;
      response.once("close", () => clearTimeout(totalTimer));
      response.on("error", (error) => fail("brokenResponse", error.message));
      attempt.receive(response, { settle: resolve, fail });
    });

    request.end(attempt.body);
  });
}
