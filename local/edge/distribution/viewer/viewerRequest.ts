import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { hasChunkedBody, hostOf, rawHeadersOf } from "../../client.ts";

/** A request to a distribution. A viewer request function may have changed it. */
export interface ViewerRequest {
  /** The value of `X-Amz-Cf-Id`. */
  readonly id: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  /** By name in lower case, for lookups. */
  readonly headers: IncomingHttpHeaders;
  /** As sent: alternating names and values. */
  readonly rawHeaders: readonly string[];
  readonly ip: string;
  /** An AWS region near the viewer, if it stated one. */
  readonly region: string | undefined;
  /** The body; undefined without one. */
  readonly body: IncomingMessage | undefined;
}

/** Header with a viewer's location: the name of an AWS region. */
const regionHeader = "x-palisade-client-region";

export function readViewerRequest(message: IncomingMessage): ViewerRequest {
  const { method = "", url = "", headers, socket } = message;
  const [path = "", ...rest] = url.split("?");
  const hasBody = hasChunkedBody(message) || (headers["content-length"] ?? "0") !== "0";
  return {
    id: `${randomBytes(40).toString("base64url")}==`,
    method,
    path,
    query: rest.join("?"),
    // HTTP/2 has the host in a field of its own.
    headers: headers.host === undefined ? { ...headers, host: hostOf(message) } : headers,
    rawHeaders: rawHeadersOf(message),
    ip: socket.remoteAddress ?? "",
    region: headers[regionHeader]?.toString(),
    body: hasBody ? message : undefined,
  };
}
