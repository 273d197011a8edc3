import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createSecureServer, type Http2Session } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { refuseUnparsable } from "../closing.ts";

/** A certificate and its key, both PEM. */
export interface TlsOptions {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface Listener {
  readonly url: string;
  /** @param graceMs - time limit for requests in progress */
  close(graceMs: number): Promise<void>;
}

/** Limit in bytes, above that of a region's gateway, so that the gateway refuses. */
const maxHeaderSize = 32_768;

/** Number of headers over HTTP/2, above that of any request that fits into the limit of bytes. */
const maxHeaderListPairs = maxHeaderSize;

/**
 * Idle time after which a connection is closed, in ms: API Gateway's. Node.js's five seconds are too few while
 * a region starts: this process is busy for seconds, then finds its connections idle for too long before it
 * reads the requests that have arrived on them, and resets them.
 */
const keepAliveTimeout = 310_000;

/**
 * Serves HTTP/1.1 on 127.0.0.1; with a certificate, HTTPS with HTTP/1.1 and HTTP/2.
 *
 * @param idleMs - after which a connection without requests is closed
 */
export async function listen(
  port: number,
  tls: TlsOptions | undefined,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  idleMs = keepAliveTimeout,
): Promise<Listener> {
  const server = tls ? secureServer(tls, handle) : createServer(handle);
  // By default, Node.js silently drops headers beyond the first 2000, which may include the body's length.
  // Only assigned values count for HTTP/1.1 in both kinds of servers.
  Object.assign(server, { keepAliveTimeout: idleMs, maxHeaderSize, maxHeadersCount: 0 });
  server.on("clientError", refuseUnparsable);
  const sessions = new Set<Http2Session>();
  server.on("session", (session: Http2Session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    // Requests in progress still end.
    session.setTimeout(idleMs, () => session.close());
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async (graceMs) => {
      // Each ends with its last request.
      for (const session of sessions) session.close();
      const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(timer);
    },
  };
}

/** Objects of requests over HTTP/2 are like those of HTTP/1.1; client.ts has the differences. */
const secureServer = (
  { certificate: cert, privateKey: key }: TlsOptions,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
) =>
  createSecureServer(
    {
      allowHTTP1: true,
      cert,
      key,
      maxHeaderListPairs,
      settings: { maxHeaderListSize: maxHeaderSize },
    },
    (request, response) =>
      handle(request as unknown as IncomingMessage, response as unknown as ServerResponse),
  );
