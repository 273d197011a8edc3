import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { closeIfUnread } from "../closing.ts";
import { endToEnd } from "./headers.ts";
import type { RegionTarget } from "./regions.ts";
import { respondJson } from "./respond.ts";
import { send } from "./send.ts";

/** Methods that are safe to send twice. */
const repeatable = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Sends a request to the first region of the list that responds, and its response to the client.
 *
 * @param targets - regions in the order to try
 * @param onFailover - called each time that a request goes to another region
 */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  targets: RegionTarget[],
  onFailover: () => void,
): Promise<void> {
  if (!isUnambiguous(request)) return respondJson(response, 400, { message: "Bad Request" });
  for (const [index, target] of targets.entries()) {
    if (index > 0) onFailover();
    target.requests++;
    const { hostname, port, pathname } = target.api;
    const outgoing = {
      method: request.method,
      path: `${pathname}${request.url}`,
      headers: requestHeaders(request),
      body: request,
    };
    const result = await send(outgoing, { hostname, port, agent: target.agent }, response);
    if (typeof result !== "string") return pass(result, response, target);
    if (response.destroyed) return;
    target.errors++;
    if (result === "unreachable") target.healthy = false;
    if (result !== "unreachable" && !isRepeatable(request)) {
      return respondJson(response, 502, { message: "Bad Gateway" });
    }
  }
  respondJson(response, 503, { message: "No healthy region" });
}

/** Whether all servers read the request the same way: one path, one host, one way to find its end. */
function isUnambiguous({ url, rawHeaders, headers }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === "host",
  );
  const encoding = headers["transfer-encoding"]?.toLowerCase() ?? "chunked";
  return url?.startsWith("/") === true && hosts.length === 1 && encoding === "chunked";
}

/** Whether a request is safe to repeat. With `X-HTTP-Method-Override`, a GET may be a POST. */
const isRepeatable = ({ method = "", headers }: IncomingMessage): boolean =>
  repeatable.has(method) &&
  headers["x-http-method-override"] === undefined &&
  headers["content-length"] === undefined &&
  headers["transfer-encoding"] === undefined;

function requestHeaders(request: IncomingMessage): string[] {
  const headers = endToEnd(request.rawHeaders, "expect", "x-forwarded-for");
  const forwardedFor = request.headers["x-forwarded-for"];
  const client = request.socket.remoteAddress ?? "";
  headers.push("X-Forwarded-For", forwardedFor ? `${String(forwardedFor)}, ${client}` : client);
  if (request.headers["transfer-encoding"]) headers.push("Transfer-Encoding", "chunked");
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
  closeIfUnread(response);
  response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, headers);
  // If the region's response ends early, so does the client's.
  pipeline(incoming, response, (error) => {
    if (error) response.destroy();
  });
}
