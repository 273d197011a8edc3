import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { closeInStages } from "./closeInStages.ts";

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
