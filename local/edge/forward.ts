import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, type Writable } from "node:stream";
import {
  hasChunkedBody,
  http2Stream,
  isBodyless,
  isGone,
  isUnambiguous,
  rawHeadersOf,
  writeHead,
} from "./client.ts";
import { endToEnd } from "./headers.ts";
import { respondJson } from "./respond.ts";
import type { Destination, Location } from "./router.ts";
import { type Failure, send } from "./send.ts";
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
    const result = await attempt(request, response, region, location);
    if (typeof result !== "string") return pass(result, response, region);
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

async function attempt(
  request: IncomingMessage,
  response: ServerResponse,
  region: RegionTarget,
  { hostname, port, path }: Location,
): Promise<IncomingMessage | Failure> {
  if (region.delayMs > 0) {
    await new Promise((resolve) => setTimeout(resolve, region.delayMs));
    // Meanwhile, the client may have gone and the region may have stopped.
    if (isGone(response)) return "abandoned";
    if (region.state !== "running") return "unreachable";
  }
  const { method } = request;
  const outgoing = { method, path, headers: requestHeaders(request), body: request };
  return send(outgoing, { hostname, port, agent: region.agent }, response);
}

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

/** Sends a region's body to the client. If it ends early, so does the client's response. */
function sendBody(incoming: IncomingMessage, response: ServerResponse): void {
  const stream: Writable | undefined = http2Stream(response.req);
  if (stream && isBodyless(response)) {
    incoming.resume();
    response.end();
    return;
  }
  pipeline(incoming, stream ?? response, (error) => {
    if (error) response.destroy();
  });
}
