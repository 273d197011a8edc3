import { once } from "node:events";
import { Agent, type IncomingMessage, request as openRequest, type Server } from "node:http";
import {
  constants,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { pipeline } from "node:stream/promises";

/**
 * Makes an HTTP server accept HTTP/2 without TLS on its port too, which the SDK's client of Kinesis uses by
 * default. Each request is sent to the server itself by HTTP/1.1, so that its time limits hold. A connection
 * that sends nothing is closed after `headersTimeout`, an idle one of HTTP/2 after `requestTimeout`.
 *
 * @returns closes the connections of HTTP/2, and those that have not sent anything
 */
export function acceptHttp2(server: Server): () => void {
  const agent = new Agent({ keepAlive: true });
  const sessions = new Set<ServerHttp2Session>();
  const silent = new Set<Socket>();
  const http2 = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    forward(request, response, agent, port).catch(() => response.stream?.close(failed));
  });
  http2.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => undefined);
    // Requests in progress still end.
    session.setTimeout(server.requestTimeout, () => session.close());
  });
  const http1 = server.listeners("connection") as ((socket: Socket) => void)[];
  server.removeAllListeners("connection").on("connection", (socket: Socket) => {
    const forget = () => void silent.delete(socket);
    const giveUp = () => void socket.destroy();
    silent.add(socket);
    socket.setTimeout(server.headersTimeout, giveUp);
    socket.once("close", forget).on("error", forget);
    socket.once("data", (beginning: Buffer) => {
      silent.delete(socket);
      socket.setTimeout(0, giveUp).off("close", forget).off("error", forget);
      socket.pause();
      socket.unshift(beginning);
      if (beginning.subarray(0, preface.length).toString("latin1") === preface) {
        http2.emit("connection", socket);
      } else {
        for (const listener of http1) listener.call(server, socket);
        socket.resume();
      }
    });
  });
  return () => {
    for (const session of sessions) session.destroy();
    for (const socket of silent) socket.destroy();
    agent.destroy();
  };
}

/** The beginning of a connection by a client that knows that the server speaks HTTP/2. (RFC 9113, section 3.4) */
const preface = "PRI * HTTP/2.0";
const failed = constants.NGHTTP2_INTERNAL_ERROR;

async function forward(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  agent: Agent,
  port: number,
): Promise<void> {
  const { method, url: path, rawHeaders, authority } = request;
  // Node.js itself frames no body of GET and DELETE: it would be the next request of the connection.
  const isFramed = request.stream.endAfterHeaders || "content-length" in request.headers;
  const headers = [
    "Host",
    authority,
    ...without(rawHeaders, (name) => name.startsWith(":") || name === "host"),
    ...(isFramed ? [] : ["Transfer-Encoding", "chunked"]),
  ];
  const call = openRequest({ host: "127.0.0.1", port, agent, method, path, headers });
  response.once("close", () => call.destroy());
  const responded = once(call, "response") as Promise<[IncomingMessage]>;
  pipeline(request, call).catch(() => undefined);
  const [incoming] = await responded;
  const kept = without(incoming.rawHeaders, (name) => ofConnection.has(name));
  response.writeHead(incoming.statusCode!, byName(kept));
  await pipeline(incoming, response);
}

/** Headers that HTTP/2 does not have. */
const ofConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

const without = (raw: readonly string[], isDropped: (name: string) => boolean): string[] =>
  raw.filter((_, index) => !isDropped(raw[index & ~1]!.toLowerCase()));

/** Lists of values by name. */
function byName(raw: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index < raw.length; index += 2) {
    (headers[raw[index]!.toLowerCase()] ??= []).push(raw[index + 1]!);
  }
  return headers;
}
