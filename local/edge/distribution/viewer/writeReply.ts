import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { sendBody, writeHead } from "../../client.ts";

/** A response to a viewer, with all its headers. */
interface FinalReply {
  readonly status: number;
  /** Alternating names and values. */
  readonly headers: readonly string[];
  readonly body: Readable | Buffer;
}

/** Sends a response, also while the request's body is still arriving. */
export function writeReply(response: ServerResponse, { status, headers, body }: FinalReply): void {
  if (!Buffer.isBuffer(body)) {
    writeHead(response, status, undefined, headers);
    return sendBody(body, response);
  }
  const isBodyless = response.req.method === "HEAD" || status === 204 || status === 304;
  writeHead(response, status, undefined, isBodyless ? headers : withLength(headers, body));
  response.end(isBodyless ? undefined : body);
}

function withLength(headers: readonly string[], body: Buffer): string[] {
  const others = headers.filter(
    (_, index) => headers[index - (index % 2)]!.toLowerCase() !== "content-length",
  );
  return [...others, "Content-Length", String(body.length)];
}
