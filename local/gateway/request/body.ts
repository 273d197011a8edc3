import type { IncomingMessage } from "node:http";
import { maxPayloadBytes } from "../quotas.ts";
import { GatewayError } from "../response/gatewayError.ts";

/** The client closed the connection before its request was complete. */
export class ClientGoneError extends Error {
  override readonly name = "ClientGoneError";
}

/**
 * Reads a request's body.
 *
 * @returns undefined for a request without a body
 * @throws GatewayError 413 as soon as the body exceeds 10 MB
 * @throws ClientGoneError when the connection closes early
 */
export function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> | undefined {
  const { "content-length": length, "transfer-encoding": encoding } = incoming.headers;
  if (encoding === undefined && (length === undefined || Number(length) === 0)) {
    return undefined;
  }
  if (Number(length) > maxPayloadBytes) {
    throw new GatewayError("REQUEST_TOO_LARGE");
  }
  return collect(incoming);
}

function collect(incoming: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxPayloadBytes) {
        // The rest is read and discarded until the response is sent.
        chunks.length = 0;
        reject(new GatewayError("REQUEST_TOO_LARGE"));
      }
    });
    incoming.once("end", () => resolve(chunks.length > 0 ? Buffer.concat(chunks) : undefined));
    incoming.once("error", (cause) => reject(new ClientGoneError("request aborted", { cause })));
    incoming.once("close", () => reject(new ClientGoneError("request aborted")));
  });
}
