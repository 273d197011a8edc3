// @ts-check
/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { Socket } from "node:net" */

/** How long a client that is still sending is listened to after its response. */
const LINGER_MS = 5_000;

/**
 * Has a response close its connection if it goes out before its request is complete. No request can follow on
 * such a connection: what is left of this one would be read as the next. Call it before the response's head is
 * written. (RFC 9112, 9.3 "Persistence")
 *
 * @param {ServerResponse<IncomingMessage>} response
 */
export function closeIfUnread(response) {
  const { complete, headers, readableLength, socket } = response.req;
  // In the tick in which it arrives, even a request whose body is all here is not yet complete.
  const isLonger =
    headers["transfer-encoding"] !== undefined ||
    Number(headers["content-length"] ?? 0) > readableLength;
  if (complete || !isLonger) return;
  response.shouldKeepAlive = false;
  // Node.js would close both directions as soon as the response is sent.
  socket.destroySoon = () => closeInStages(socket);
}

/**
 * Sends no more and throws away what comes in until the client closes too, for five seconds at most. Closed at
 * once, the connection would be reset, and the client could lose the response. (RFC 9112, 9.6 "Tear-down")
 *
 * @param {Socket} socket
 */
function closeInStages(socket) {
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
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("end", () => socket.destroy());
  socket.once("close", () => clearTimeout(timer));
}
