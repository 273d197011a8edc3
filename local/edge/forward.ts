import type { IncomingMessage, ServerResponse } from "node:http";
import {
  hasChunkedBody,
  isGone,
  isUnambiguous,
  rawHeadersOf,
  sendBody,
  writeHead,
} from "./client.ts";
import { endToEnd } from "./headers.ts";
import { respondJson } from "./respond.ts";
import type { Destination } from "./router.ts";
import { isFault, sendToRegion } from "./sendToRegion.ts";
import type { RegionTarget } from "./targets.ts";

/** Methods that are safe to send twice. */
const repeatable = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Sends a request to the first region that responds, and its response to the client.
 *
 * @param destinations - regions in the order to try
 * @param onFailover - called each time that a request goes to another region
 */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  destinations: Iterable<Destination>,
  onFailover: () => void,
): Promise<void> {
  const refuse = (status: number, message: string) => respondJson(response, status, { message });
  if (!isUnambiguous(request)) return refuse(400, "Bad Request");
  let isFirst = true;
  for (const { region, locate } of destinations) {
    if (!isFirst) onFailover();
    isFirst = false;
    if (region.state !== "running") continue;
    const location = locate(request.url ?? "/");
    // API Gateway's response if its domain name has no mapping for the path.
    if (!location) return refuse(403, "Forbidden");
    region.requests++;
    const outgoing = { method: request.method, headers: requestHeaders(request), body: request };
    const result = await sendToRegion(region, { ...outgoing, ...location }, response);
    if (typeof result !== "string") {
      if (isFault(result)) region.errors++;
      return pass(result, response, region);
    }
    if (isGone(response)) return;
    region.errors++;
    if (result !== "unreachable" && !isRepeatable(request)) return refuse(502, "Bad Gateway");
  }
  refuse(503, "No healthy region");
}

/** Whether a request is safe to repeat. With `X-HTTP-Method-Override`, a GET may be a POST. */
const isRepeatable = (request: IncomingMessage): boolean =>
  repeatable.has(request.method ?? "") &&
  request.headers["x-http-method-override"] === undefined &&
  request.headers["content-length"] === undefined &&
  !hasChunkedBody(request);

/** The request's headers for a region: those from end to end, the client's address, and the body's length. */
function requestHeaders(request: IncomingMessage): string[] {
  const headers = endToEnd(rawHeadersOf(request), "expect", "x-forwarded-for");
  const forwardedFor = request.headers["x-forwarded-for"];
  const client = request.socket.remoteAddress ?? "";
  headers.push("X-Forwarded-For", forwardedFor ? `${String(forwardedFor)}, ${client}` : client);
  if (hasChunkedBody(request)) headers.push("Transfer-Encoding", "chunked");
  // Otherwise Node.js would announce a chunked body for a POST without one.
  else if (request.headers["content-length"] === undefined && mayHaveBody(request)) {
    headers.push("Content-Length", "0");
  }
  return headers;
}

const mayHaveBody = ({ method = "" }: IncomingMessage): boolean =>
  ["POST", "PUT", "PATCH"].includes(method);

function pass(incoming: IncomingMessage, response: ServerResponse, { name }: RegionTarget): void {
  const headers = endToEnd(incoming.rawHeaders, "x-palisade-region");
  headers.push("X-Palisade-Region", name);
  writeHead(response, incoming.statusCode ?? 502, incoming.statusMessage, headers);
  sendBody(incoming, response);
}
