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
  // All connections lead to the service; Node.js would build a key of their options for each request.
  agent.getName = () => hostname!;
  let lastUse = 0;

  return async (call) => {
    const startedAt = Date.now();
    // No timer runs while Lambda has the function frozen, so the agent can't see this for itself.
    if (startedAt - lastUse > maxIdleMs) closeIdleConnections(agent);
    lastUse = startedAt;

    const attempt: Attempt<Answer> = {
      request,
      requestOptions: {
        ...{ protocol, hostname, port, agent, method: call.method, path: call.target },
        // Node.js takes them in turn too, its types do not.
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

/** Names and values in turn: Node.js looks at headers by name one by one before it sends them. */
function rawHeaders({ method, headers, body }: ServiceRequest, host: string): string[] {
  const raw = ["host", host];
  // An object has names that are numbers before all others; a client's would come before ours.
  const numbers: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const fields = /^\d+$/.test(name) ? numbers : raw;
    if (typeof value === "string") fields.push(name, value);
    // Cookies that came in parts go on as one field. Source: RFC 9113, 8.2.3.
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

/** What it takes to send a request, once or again. */
interface Attempt<Answer> {
  readonly request: typeof http.request;
  readonly requestOptions: http.RequestOptions;
  readonly body: Buffer | null;
  /** By `Date.now()`. */
  readonly deadline: number;
  readonly options: ClientOptions;
  readonly receive: Receive<Answer>;
}

/** Sends one request and takes its answer. The time runs until the answer is over. */
function make<Answer>({
  options: { connectTimeoutMs, totalTimeoutMs },
  ...attempt
}: Attempt<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = attempt.request(attempt.requestOptions);
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
      attempt.receive(response, { settle: resolve, fail });
    });

    request.end(attempt.body);
  });
}
