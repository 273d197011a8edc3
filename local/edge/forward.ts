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

/** Methods that may be sent a second time without harm. */
const repeatable = new Set(["GET", "HEAD", "OPTIONS"]);

/** How sending a request to a region ended before its answer began. */
type Failure =
  /** Nothing was sent: any request may go to another region. */
  | "unreachable"
  /** It was sent, at least in part. */
  | "lost";

/**
 * Sends a request to the first region of the list that answers, and its answer to the client.
 *
 * @param targets - regions in the order to try
 * @param onFailover - told each time that a request goes on to another region
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

/** Whether everybody on the way reads the same request: one path, one host, one way to tell its end. */
function isUnambiguous({ url, rawHeaders, headers }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === "host",
  );
  const encoding = headers["transfer-encoding"]?.toLowerCase() ?? "chunked";
  return url?.startsWith("/") === true && hosts.length === 1 && encoding === "chunked";
}

/** A region takes the method from `X-HTTP-Method-Override` if there is one, so a GET may be a POST. */
const isRepeatable = ({ method = "", headers }: IncomingMessage): boolean =>
  repeatable.has(method) &&
  headers["x-http-method-override"] === undefined &&
  headers["content-length"] === undefined &&
  headers["transfer-encoding"] === undefined;

/** @returns why there is no answer; nothing once the answer has begun or the client has gone */
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
      // Put together by hand: a URL object would resolve dot segments and encode what the client did not.
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
      // The region may answer by the headers alone, before there is any body.
      if (!request.complete) upstream.flushHeaders();
      request.pipe(upstream);
    });
    upstream.on("error", () => {
      request.unpipe(upstream);
      settle(sent ? "lost" : "unreachable");
    });
    upstream.on("response", (answer) => {
      settle();
      if (isUnread(request)) endWithAnswer(request, upstream, answer);
      pass(answer, response, target);
    });
  });
}

/** The body waits until there is a connection, so that another region can still have it. */
function whenConnected(upstream: ClientRequest, begin: () => void): void {
  upstream.once("socket", (socket) => {
    if (socket.connecting) socket.once("connect", begin);
    else begin();
  });
}

/** A region that answers before it has the whole request may take the rest, but only until its answer ends. */
function endWithAnswer(
  request: IncomingMessage,
  upstream: ClientRequest,
  answer: IncomingMessage,
): void {
  answer.once("close", () => upstream.destroy());
  upstream.once("close", () => {
    request.unpipe(upstream);
    // A client that reads nothing until all is sent would wait without end.
    request.resume();
  });
}

function requestHeaders(request: IncomingMessage): string[] {
  const headers = endToEnd(request.rawHeaders, "expect", "x-forwarded-for");
  const forwardedFor = request.headers["x-forwarded-for"];
  const client = request.socket.remoteAddress ?? "";
  headers.push("X-Forwarded-For", forwardedFor ? `${String(forwardedFor)}, ${client}` : client);
  if (request.headers["transfer-encoding"]) headers.push("Transfer-Encoding", "chunked");
  // Else Node would announce a chunked body for a POST that has none.
  else if (request.headers["content-length"] === undefined && mayHaveBody(request)) {
    headers.push("Content-Length", "0");
  }
  return headers;
}

const mayHaveBody = ({ method = "" }: IncomingMessage): boolean =>
  ["POST", "PUT", "PATCH"].includes(method);

function pass(answer: IncomingMessage, response: ServerResponse, { name }: RegionTarget): void {
  const headers = endToEnd(answer.rawHeaders, "x-palisade-region");
  headers.push("X-Palisade-Region", name);
  closeIfUnread(response);
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
  // An answer cut off on its way can't be mended: the client sees it cut off as well.
  pipeline(answer, response, (error) => {
    if (error) response.destroy();
  });
}
