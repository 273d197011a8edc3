import type { IncomingMessage } from "node:http";
import { maxHeaderBytes } from "../quotas.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { RequestHeaders } from "./headers.ts";
import { parseTarget, type RequestTarget } from "./target.ts";

/** A request as the gateway works with it, its body aside. */
export interface GatewayRequest {
  /** After `X-HTTP-Method-Override`: the method that routing, authorization and limits see. */
  readonly method: string;
  /** The method that was sent, and signed. */
  readonly sentMethod: string;
  readonly target: RequestTarget;
  readonly headers: RequestHeaders;
  /** The `Host` header, with its port. */
  readonly host: string;
  /** The caller's address. */
  readonly sourceIp: string;
}

/** @throws GatewayError 400 or 414 when it is no request that API Gateway would look at */
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

/** What two servers in a row could read differently is refused by the first. */
function refuseAmbiguous({ httpVersion }: IncomingMessage, headers: RequestHeaders): void {
  const encodings = headers.values("transfer-encoding");
  const overrides = headers.values("x-http-method-override");
  // HTTP/1.0 knows no chunks, and 0.9 no headers. (RFC 9112, 6.1)
  const framed =
    encodings.length === 0 ||
    (httpVersion === "1.1" && encodings.join().trim().toLowerCase() === "chunked");
  const hosts = headers.values("host");
  if (!framed || !httpVersion.startsWith("1.") || hosts.length > 1 || overrides.length > 1) {
    throw new GatewayError("DEFAULT_4XX", { status: 400 });
  }
}

/**
 * Counted as API Gateway counts: names, values, line ends and white space. Node.js, which refuses most
 * of what is too large before it becomes a request, counts names and values alone.
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
