import {
  type ClientRequest,
  type IncomingMessage,
  request as sendRequest,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream";
import { closeIfUnread, isUnread } from "../closing.ts";
import { endToEnd } from "./headers.ts";
import type { RegionTarget } from "./regions.ts";
import { respondJson } from "./respond.ts";

/** Methods that are safe to send twice. */
const repeatable = new Set(["GET", "HEAD", "OPTIONS"]);

/** The failure of a request to a region before its response began. */
type Failure =
  /** Nothing was sent, so any request may go to another region. */
  | "unreachable"
  /** At least part of it was sent. */
  | "lost";

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
    const failure = await attempt(request, response, target);
    if (failure === undefined || response.destroyed) return;
    target.errors++;
    if (failure === "unreachable") target.healthy = false;
    if (failure === "lost" && !isRepeatable(request)) {
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

/** @returns the failure; undefined once the response has begun or the client has disconnected */
function attempt(
  request: IncomingMessage,
  response: ServerResponse,
  target: RegionTarget,
): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    let sent = false;
    const { hostname, port, pathname } = target.api;
    const upstream = sendRequest({
      hostname,
      port,
      // Not a URL object, which would resolve dot segments and encode characters.
      path: `${pathname}${request.url}`,
      method: request.method,
      headers: requestHeaders(request),
      agent: target.agent,
    });
    const abandon = () => {
      upstream.destroy();
      resolve(undefined);
    };
    response.once("close", abandon);
    const settle = (failure?: Failure) => {
      response.off("close", abandon);
      resolve(failure);
    };

    whenConnected(upstream, () => {
      sent = true;
      // The region may respond to the headers before any body arrives.
      if (!request.complete) upstream.flushHeaders();
      request.pipe(upstream);
    });
    upstream.on("error", () => {
      request.unpipe(upstream);
      settle(sent ? "lost" : "unreachable");
    });
    upstream.on("response", (incoming) => {
      settle();
      if (isUnread(request)) endWithResponse(request, upstream, incoming);
      pass(incoming, response, target);
    });
  });
}

/** Delays the body until there is a connection, so that it can still go to another region. */
function whenConnected(upstream: ClientRequest, begin: () => void): void {
  upstream.once("socket", (socket) => {
    if (socket.connecting) socket.once("connect", begin);
    else begin();
  });
}

/** Lets a region that responds early read the rest of the request, until its response ends. */
function endWithResponse(
  request: IncomingMessage,
  upstream: ClientRequest,
  incoming: IncomingMessage,
): void {
  incoming.once("close", () => upstream.destroy());
  upstream.once("close", () => {
    request.unpipe(upstream);
    // Reads the rest of the request, because some clients read only after sending everything.
    request.resume();
  });
}

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
