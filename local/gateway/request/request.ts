import type { IncomingMessage } from "node:http";
import { maxHeaderBytes } from "../quotas.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { RequestHeaders } from "./headers.ts";
import { parseTarget, type RequestTarget } from "./target.ts";

/** A parsed request without its body. */
export interface GatewayRequest {
  /** The method for routing, authorization and limits, after `X-HTTP-Method-Override`. */
  readonly method: string;
  /** The method that was sent and signed. */
  readonly sentMethod: string;
  readonly target: RequestTarget;
  readonly headers: RequestHeaders;
  /** The `Host` header, with its port. */
  readonly host: string;
  /** The caller's address. */
  readonly sourceIp: string;
}

/** @throws GatewayError 400, 414 or 431 for requests that API Gateway rejects before routing */
export function parseRequest(incoming: IncomingMessage): GatewayRequest {
  const headers = new RequestHeaders(incoming.rawHeaders);
  refuseAmbiguous(incoming, headers);
  refuseTooLarge(incoming.rawHeaders);
  return {
    method: headers.last("x-http-method-override")?.toUpperCase() ?? incoming.method ?? "",
    sentMethod: incoming.method ?? "",
    target: parseTarget(incoming.url ?? ""),
    headers,
    host: headers.last("host") ?? "",
    sourceIp: incoming.socket.remoteAddress ?? "",
  };
}

/** Rejects requests that the next server could interpret differently (request smuggling). */
function refuseAmbiguous({ httpVersion }: IncomingMessage, headers: RequestHeaders): void {
  const encodings = headers.values("transfer-encoding");
  const overrides = headers.values("x-http-method-override");
  // HTTP/1.0 has no chunks, and 0.9 has no headers. (RFC 9112, 6.1)
  const framed =
    encodings.length === 0 ||
    (httpVersion === "1.1" && encodings.join().trim().toLowerCase() === "chunked");
  const hosts = headers.values("host");
  if (!framed || !httpVersion.startsWith("1.") || hosts.length > 1 || overrides.length > 1) {
    throw new GatewayError("DEFAULT_4XX", { status: 400 });
  }
}

/**
 * Counts as API Gateway does: names, values, line ends and white space. Node.js counts only names and
 * values, and rejects most oversized requests earlier.
 */
function refuseTooLarge(rawHeaders: readonly string[]): void {
  let size = 0;
  for (const text of rawHeaders) size += text.length + 2;
  if (size > maxHeaderBytes) {
    throw new GatewayError("DEFAULT_4XX", {
      status: 431,
      message: "Request Header Fields Too Large",
    });
  }
}
