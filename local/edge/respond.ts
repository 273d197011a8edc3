import type { ServerResponse } from "node:http";
import { writeHead } from "./client.ts";

/** Sends a response of the edge, even while the request's body is still arriving. */
export function respond(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body: string | Buffer = "",
): void {
  const length = String(Buffer.byteLength(body));
  const pairs = Object.entries({ ...headers, "content-length": length }).flat();
  writeHead(response, status, undefined, pairs);
  response.end(body);
}

export function respondJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const type = { "content-type": "application/json" };
  respond(response, status, { ...type, ...headers }, JSON.stringify(body));
}
