// @ts-check
/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { Socket } from "node:net" */

/** Time to read from a client that is still sending after its response. */
const LINGER_MS = 5_000;

/**
 * Makes a response close its connection if its request is not complete. Otherwise the rest of the request
 * would be parsed as the next one. Call it before the response's head is written. (RFC 9112, 9.3 "Persistence")
 *
 * @param {ServerResponse<IncomingMessage>} response
 */
export function closeIfUnread(response) {
  const { complete, headers, readableLength, socket } = response.req;
  // In the tick of its arrival, even a request with its whole body is not marked complete.
  const isLonger =
    headers["transfer-encoding"] !== undefined ||
    Number(headers["content-length"] ?? 0) > readableLength;
  if (complete || !isLonger) return;
  response.shouldKeepAlive = false;
  // Node.js would close both directions as soon as the response is sent.
  socket.destroySoon = () => closeInStages(socket);
}

/**
 * Stops sending, and discards input until the client closes too, for at most five seconds. An immediate close
 * would reset the connection, and the client could lose the response. (RFC 9112, 9.6 "Tear-down")
 *
 * @param {Socket} socket
 */
function closeInStages(socket) {
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
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("end", () => socket.destroy());
  socket.once("close", () => clearTimeout(timer));
}
