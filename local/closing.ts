import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Time to read from a client that is still sending after its response, in ms. */
const lingerMs = 5_000;

/**
 * Makes a response close its connection if its request is not complete. Otherwise the rest of the request
 * would be parsed as the next one. Call it before the response's head is written. (RFC 9112, 9.3 "Persistence")
 */
export function closeIfUnread(response: ServerResponse): void {
  const { req } = response;
  if (!isUnread(req)) return;
  response.shouldKeepAlive = false;
  // Node.js would close both directions as soon as the response is sent.
  req.socket.destroySoon = () => closeInStages(req.socket);
}

/** Whether part of a request's body is still to come. */
export const isUnread = ({ complete, headers, readableLength }: IncomingMessage): boolean =>
  // In the tick of its arrival, even a request with its whole body is not marked complete.
  !complete &&
  (headers["transfer-encoding"] !== undefined ||
    Number(headers["content-length"] ?? 0) > readableLength);

/**
 * Ends a connection whose client may still be sending: stops sending, and discards input until the client
 * closes too, for at most five seconds. An immediate close would reset the connection, and the client
 * could lose the response. (RFC 9112, 9.6 "Tear-down")
 */
function closeInStages(socket: Socket): void {
  if (socket.destroyed) return;
  socket.end();
  // Node.js has stopped reading, and starts again only when its `resume` listener is called.
  socket.pause();
  socket.resume();
  socket.once("resume", () => {
    // From now on, no data reaches the HTTP parser.
    socket.removeAllListeners("data");
    socket.on("data", () => undefined);
  });
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("end", () => socket.destroy());
  socket.once("close", () => clearTimeout(timer));
}

/** Statuses by Node.js's error code; by default 400. */
const statuses: ReadonlyMap<string | undefined, string> = new Map([
  ["HPE_HEADER_OVERFLOW", "431 Request Header Fields Too Large"],
  ["ERR_HTTP_REQUEST_TIMEOUT", "408 Request Timeout"],
]);

/** Listener for a server's `clientError`: refuses data that is not a valid request. */
export function refuseUnparsable(error: NodeJS.ErrnoException, socket: Socket): void {
  // The response in progress, of which a refusal would become a part.
  const { _httpMessage: underWay } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (!socket.writable || underWay) {
    socket.destroy();
    return;
  }
  const status = statuses.get(error.code) ?? "400 Bad Request";
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  closeInStages(socket);
}
