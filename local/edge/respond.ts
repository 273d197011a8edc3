import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { closeIfUnread } from "../closing.ts";

/** Sends a response of the edge, even while the request's body is still arriving. */
export function respond(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders = {},
  body: string | Buffer = "",
): void {
  closeIfUnread(response);
  const length = { "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}

export function respondJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  const type = { "content-type": "application/json" };
  respond(response, status, { ...type, ...headers }, JSON.stringify(body));
}
