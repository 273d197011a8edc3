import http from "node:http";
import https from "node:https";
import { urlToHttpOptions } from "node:url";
import { type Call, remainingMsOf } from "./call.ts";
import { type FailureKind, type Progress, ProxyFailure } from "./failure.ts";
import type { ServiceRequest } from "./request.ts";

/** A response of the service. */
export interface ServiceResponse<Body> {
  readonly status: number;
  /** Alternating names and values, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: Body;
}

/** Receives a response whose status and headers have arrived. */
export type Receive<Body> = (
  response: http.IncomingMessage,
  settle: (body: Body) => void,
  fail: (kind: FailureKind, message: string) => void,
) => void;

export interface AttemptOptions {
  /** Address of the service. Every request goes there, whatever host its target names. */
  readonly serviceUrl: URL;
  /** Time limit for a connection. */
  readonly connectTimeoutMs: number;
}

/**
 * Sends a request once.
 *
 * @throws ProxyFailure when no response comes before the call's deadline
 */
export type Attempt<Body> = (request: ServiceRequest, call: Call) => Promise<ServiceResponse<Body>>;

/** A response with more headers fails; API Gateway does not carry as many. */
const maxHeaderBytes = 32 * 1024;

/** Sends requests to a service over the agent's connections. */
export function attemptsOver<Body>(
  agent: http.Agent,
  { serviceUrl, connectTimeoutMs }: AttemptOptions,
  receive: Receive<Body>,
): Attempt<Body> {
  const { request: open } = serviceUrl.protocol === "https:" ? https : http;
  const { protocol, hostname, port } = urlToHttpOptions(serviceUrl);
  const { host } = serviceUrl;

  return (serviceRequest, call) =>
    new Promise((resolve, reject) => {
      const { method, target, headers, body } = serviceRequest;
      const begunAt = performance.now();
      const remainingMs = Math.min(remainingMsOf(call), call.attemptUntil - begunAt);
      if (remainingMs <= 0) {
        reject(new ProxyFailure("timeout", "no time left for the service"));
        return;
      }
      const request = open({
        // Without a spread, which would cost as much as building the whole request.
        protocol,
        hostname,
        port,
        agent,
        method,
        path: target,
        maxHeaderSize: maxHeaderBytes,
        // Node.js accepts alternating names and values, and sends them as they are; its types do not.
        headers: ["host", host, ...headers] as never,
      });
      // Node.js would leave out all headers after the 1,000th.
      request.maxHeadersCount = 0;
      call.attempts += 1;
      let isConnected = false;
      let isOver = false;
      let received: http.IncomingMessage | undefined;
      let bytesReadBefore = 0;

      const end = () => {
        if (isOver) return;
        isOver = true;
        clearTimeout(totalTimer);
        call.upstreamMs += performance.now() - begunAt;
      };
      const progress = (): Progress => {
        if (!isConnected) return "unsent";
        return request.socket?.bytesRead === bytesReadBefore ? "sent" : "received";
      };
      const fail = (kind: FailureKind, message: string) => {
        end();
        const failure = new ProxyFailure(kind, message, { progress: progress() });
        reject(failure);
        // Tells the reader of a streamed response why it ends.
        received?.destroy(failure);
        request.destroy();
      };
      const failAfter = (ms: number) =>
        setTimeout(() => fail("timeout", `no complete response within ${Math.round(ms)} ms`), ms);
      let totalTimer = failAfter(remainingMs);

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
      request.on("error", (error: NodeJS.ErrnoException) => {
        // The response itself reports whether it is complete.
        if (received) return;
        if (!isConnected) fail("unreachable", error.message);
        else if (error.code === "HPE_HEADER_OVERFLOW") fail("responseTooLarge", error.message);
        else if (request.reusedSocket && progress() === "sent") {
          fail("staleConnection", error.message);
        } else fail("brokenResponse", error.message);
      });

      // Without a listener, Node.js would end the request with neither a response nor an error.
      request.once("upgrade", () => fail("brokenResponse", "the service changed the protocol"));

      request.once("response", (response) => {
        received = response;
        response.once("end", end);
        response.on("error", (error) => fail("brokenResponse", error.message));
        const settle = (responseBody: Body) => {
          // A streamed response has begun: from now on, only the call's deadline counts.
          if (!isOver && call.attemptUntil < call.deadline) {
            clearTimeout(totalTimer);
            totalTimer = failAfter(remainingMsOf(call));
          }
          resolve({
            status: response.statusCode!,
            rawHeaders: response.rawHeaders,
            body: responseBody,
          });
        };
        receive(response, settle, fail);
      });

      request.end(body);
    });
}
