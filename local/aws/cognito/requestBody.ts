import type { IncomingMessage } from "node:http";

/** More than any operation of Cognito's takes. */
const maxBytes = 1_048_576;

/** The request is too long to be one of Cognito's. */
export class BodyTooLongError extends Error {
  override readonly name = "BodyTooLongError";
}

/** @throws BodyTooLongError over 1 MB; the request stays open then, for its response */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of kept(request)) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLongError(`The request has more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The parts of a body. Leaving the loop early would by default destroy the connection. */
const kept = (request: IncomingMessage): AsyncIterable<Buffer> =>
  request.iterator({ destroyOnReturn: false });
