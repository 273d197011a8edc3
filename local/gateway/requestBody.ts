import type { IncomingMessage } from "node:http";
import { GatewayError } from "./gatewayError.ts";

/** API Gateway's payload limit in bytes. (API Gateway Developer Guide, "Amazon API Gateway quotas") */
const maxBytes = 10_485_760;

/** The client went away before its request was complete. */
export class ClientGoneError extends Error {
  override readonly name = "ClientGoneError";
}

/**
 * Reads a request's body.
 *
 * @returns undefined when there is none
 * @throws GatewayError 413 over 10 MB, before the rest of it is read
 * @throws ClientGoneError when the connection ends within it
 */
export function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> | undefined {
  const { "content-length": length, "transfer-encoding": encoding } = incoming.headers;
  if (encoding === undefined && (length === undefined || Number(length) === 0)) {
    return undefined;
  }
  if (Number(length) > maxBytes) {
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
      if (size > maxBytes) {
        // What still comes is discarded, so that the client reads the answer instead of a reset.
        incoming.removeAllListeners("data");
        incoming.resume();
        reject(new GatewayError("REQUEST_TOO_LARGE"));
      } else {
        chunks.push(chunk);
      }
    });
    incoming.once("end", () => resolve(size === 0 ? undefined : Buffer.concat(chunks, size)));
    incoming.once("error", (cause) => reject(new ClientGoneError("request aborted", { cause })));
    incoming.once("close", () => reject(new ClientGoneError("request aborted")));
  });
}
