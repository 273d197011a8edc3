// @ts-check
/** @import { IncomingMessage } from "node:http" */
import { HttpError } from "./runtime/errors.js";

const LIMIT_BYTES = 64 * 1024;

/**
 * @param {IncomingMessage} request
 * @returns {Promise<unknown>} the JSON value in the body.
 * @throws {HttpError} 415 for another type, 413 above 64 KB, 400 if it is not JSON in UTF-8.
 */
export async function readJson(request) {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new HttpError(415, `The content type is "${type}", but must be "application/json".`);
  }
  const bytes = await readBytes(request);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, "The body is not JSON in UTF-8.");
  }
}

/**
 * Stops reading when a body is too large. The service then closes the connection in a way that the client
 * receives the response. (Leaving a loop over the request early would destroy the connection.)
 *
 * @param {IncomingMessage} request
 * @returns {Promise<Buffer>}
 */
function readBytes(request) {
  return new Promise((resolve, reject) => {
    /** @type {Buffer[]} */
    const chunks = [];
    let length = 0;
    request.on("data", (chunk) => {
      length += chunk.length;
      if (length <= LIMIT_BYTES) return chunks.push(chunk);
      request.pause();
      const message = `The body exceeds ${LIMIT_BYTES} bytes.`;
      reject(new HttpError(413, message));
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}
