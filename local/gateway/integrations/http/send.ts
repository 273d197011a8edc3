import type { IncomingMessage } from "node:http";
import type { Exchange } from "../../exchange/exchange.ts";
import { maxPayloadBytes } from "../../quotas.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import type { Backend } from "./backend.ts";

/** A request to an endpoint. */
export interface BackendCall {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Alternating names and values, without a length. */
  readonly headers: string[];
  readonly body: string | Buffer | undefined;
}

/** An endpoint's complete response. */
export interface HttpResponse {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

const empty = Buffer.alloc(0);

/**
 * Sends a request and reads its complete response. Redirects are not followed.
 *
 * @throws GatewayError 504 without a connection or a response in time, 500 over 10 MB
 */
export async function send(
  backend: Backend,
  call: BackendCall,
  exchange: Exchange,
): Promise<HttpResponse> {
  const response = await attempt(backend, call, exchange, readAll);
  exchange.integrationReport.status = response.status;
  exchange.integrationReport.serviceStatus = response.status;
  return response;
}

/**
 * Sends a request and returns as soon as the response's headers have arrived.
 *
 * @throws GatewayError 504 without a connection or a response in time
 */
export async function open(
  backend: Backend,
  call: BackendCall,
  exchange: Exchange,
): Promise<IncomingMessage> {
  const message = await attempt(backend, call, exchange, receiveHead);
  exchange.integrationReport.status = message.statusCode!;
  exchange.integrationReport.serviceStatus = message.statusCode!;
  return message;
}

/** Receives a response whose headers have arrived. */
type Receive<Result> = (
  message: IncomingMessage,
  settle: (response: Result) => void,
  fail: (error: Error) => void,
) => void;

const receiveHead: Receive<IncomingMessage> = (message, settle) => settle(message);

const readAll: Receive<HttpResponse> = (message, settle, fail) => {
  let first: Buffer | undefined;
  let chunks: Buffer[] | undefined;
  let length = 0;
  message.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxPayloadBytes) {
      fail(new ResponseTooLargeError(`The response is larger than ${maxPayloadBytes} bytes`));
    } else if (first === undefined) first = chunk;
    else (chunks ??= [first]).push(chunk);
  });
  message.once("end", () =>
    settle({
      status: message.statusCode!,
      rawHeaders: message.rawHeaders,
      body: chunks ? Buffer.concat(chunks, length) : (first ?? empty),
    }),
  );
};

class ResponseTooLargeError extends Error {
  override readonly name = "ResponseTooLargeError";
}

/** Requests that may be sent twice. Source: RFC 9110, 9.2.2 "Idempotent Methods". */
const idempotent = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/** A kept-alive connection that the server has closed. */
class StaleConnectionError extends Error {
  override readonly name = "StaleConnectionError";
}

async function attempt<Result>(
  backend: Backend,
  call: BackendCall,
  exchange: Exchange,
  receive: Receive<Result>,
): Promise<Result> {
  const startedAt = Date.now();
  exchange.steps.note({ method: call.method, host: backend.uri.hostname });
  try {
    return await once(backend, call, backend.timeoutMs, receive);
  } catch (error) {
    if (!(error instanceof StaleConnectionError) || !idempotent.has(call.method)) {
      throw asGatewayError(error, exchange);
    }
  }
  try {
    const remainingMs = backend.timeoutMs - (Date.now() - startedAt);
    return await once(backend, call, remainingMs, receive);
  } catch (error) {
    throw asGatewayError(error, exchange);
  }
}

const refused = () => new Error("connect ECONNREFUSED: nothing listens there");

function once<Result>(
  backend: Backend,
  { method, target, headers, body }: BackendCall,
  timeoutMs: number,
  receive: Receive<Result>,
): Promise<Result> {
  const connection = backend.connection();
  if (!connection) return Promise.reject(refused());
  return new Promise((resolve, reject) => {
    const options = { ...connection, method, path: target, headers: framed(headers, method, body) };
    // Node.js takes headers in turn as well as by name.
    const request = backend.request(options as object);
    let hasResponse = false;
    const timer = setTimeout(() => fail(new GatewayError("INTEGRATION_TIMEOUT")), timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
      request.destroy();
    };
    // Not `once`: destroying a request that has failed makes it report a second error.
    request.on("error", (thrown: NodeJS.ErrnoException) => {
      // Hides the socket's path, which callers of AWS would not see.
      const isRefused = connection.socketPath !== undefined && thrown.syscall === "connect";
      const error = isRefused ? refused() : thrown;
      const isStale = request.reusedSocket && !hasResponse;
      fail(isStale ? new StaleConnectionError(error.message) : error);
    });
    request.once("upgrade", (_, socket) => {
      socket.destroy();
      fail(new Error("The endpoint changed the protocol"));
    });
    request.once("response", (message) => {
      hasResponse = true;
      message.on("error", fail);
      receive(
        message,
        (response) => {
          clearTimeout(timer);
          resolve(response);
        },
        fail,
      );
    });
    request.end(body);
  });
}

/** Adds the body's own length; the client's is not trusted. */
function framed(headers: string[], method: string, body: string | Buffer | undefined): string[] {
  if (body !== undefined) return [...headers, "Content-Length", String(Buffer.byteLength(body))];
  return method === "POST" || method === "PUT" || method === "PATCH"
    ? [...headers, "Content-Length", "0"]
    : headers;
}

/**
 * Chooses the client's error: 504 for an endpoint without a connection, as callers of AWS report, and
 * 500 for a rejected certificate, which AWS does not document.
 */
function asGatewayError(error: unknown, { integrationReport }: Exchange): GatewayError {
  integrationReport.error = error instanceof Error ? error.message : String(error);
  if (error instanceof GatewayError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const isOurs = error instanceof ResponseTooLargeError || /CERT|TLS|SSL/.test(code);
  return isOurs
    ? new GatewayError("INTEGRATION_FAILURE", { cause: error })
    : new GatewayError("INTEGRATION_FAILURE", {
        status: 504,
        message: "Network error communicating with endpoint",
        cause: error,
      });
}
