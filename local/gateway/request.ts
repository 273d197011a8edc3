import type { IncomingMessage } from "node:http";
import { GatewayError } from "./gatewayError.ts";
import { RequestHeaders } from "./headers.ts";
import { parseTarget, type RequestTarget } from "./requestTarget.ts";

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
  refuseAmbiguous(headers);
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
function refuseAmbiguous(headers: RequestHeaders): void {
  const encodings = headers.values("transfer-encoding");
  const framed = encodings.length === 0 || encodings.join().trim().toLowerCase() === "chunked";
  if (!framed || headers.values("host").length > 1) {
    throw new GatewayError("DEFAULT_4XX", { status: 400 });
  }
}
