import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How long a client that is still sending is listened to after its response, in ms. */
const lingerMs = 5_000;

/**
 * Has a response close its connection if it goes out before its request is complete. No request can
 * follow on such a connection: what is left of this one would be read as the next. Call it before
 * the response's head is written. (RFC 9112, 9.3 "Persistence")
 */
export function closeIfUnread(response: ServerResponse): void {
  const { req } = response;
  if (!isUnread(req)) return;
  response.shouldKeepAlive = false;
  // Node.js would close both directions as soon as the response is sent.
  req.socket.destroySoon = () => closeInStages(req.socket);
}

/** Whether something of a request's body is still to come. */
export const isUnread = ({ complete, headers, readableLength }: IncomingMessage): boolean =>
  // In the tick in which it arrives, even a request whose body is all here is not yet complete.
  !complete &&
  (headers["transfer-encoding"] !== undefined ||
    Number(headers["content-length"] ?? 0) > readableLength);

/**
 * Ends a connection whose client may still be sending: no more goes out, and what comes in is
 * thrown away until the client closes too, for five seconds at most. Closed at once, the connection
 * would be reset, and the client could lose the response. (RFC 9112, 9.6 "Tear-down")
 */
export function closeInStages(socket: Socket): void {
  if (socket.destroyed) return;
  socket.end();
  // Node.js stops reading while nobody takes the body. Only its own listener for `resume` starts again.
  socket.pause();
  socket.resume();
  socket.once("resume", () => {
    // From here on no byte reaches the HTTP parser.
    socket.removeAllListeners("data");
    socket.on("data", () => undefined);
  });
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("end", () => socket.destroy());
  socket.once("close", () => clearTimeout(timer));
}

/** By Node.js's error code; any other is a 400. */
const statuses: ReadonlyMap<string | undefined, string> = new Map([
  ["HPE_HEADER_OVERFLOW", "431 Request Header Fields Too Large"],
  ["ERR_HTTP_REQUEST_TIMEOUT", "408 Request Timeout"],
]);

/** Refuses bytes that are not a request: the listener of a server's `clientError`. */
export function refuseUnparsable(error: NodeJS.ErrnoException, socket: Socket): void {
  // Node.js keeps the response under way here. A refusal sent now would be taken for it.
  const { _httpMessage: underWay } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (!socket.writable || underWay) {
    socket.destroy();
    return;
  }
  const status = statuses.get(error.code) ?? "400 Bad Request";
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  closeInStages(socket);
}
