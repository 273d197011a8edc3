// @ts-check
/** @import { IncomingMessage } from "node:http" */
import { HttpError } from "./runtime/errors.js";

const LIMIT_BYTES = 64 * 1024;

/**
 * @param {IncomingMessage} request
 * @returns {Promise<unknown>} the JSON value that the body holds.
 * @throws {HttpError} 415 for another type, 413 above 64 KB, 400 for what is not JSON in UTF-8.
 */
export async function readJson(request) {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new HttpError(415, `The content type is "${type}", but has to be "application/json".`);
  }
  const bytes = await readBytes(request);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, "The body is not JSON in UTF-8.");
  }
}

/**
 * Reads even a body that is too large to its end, but keeps none of it: a client that is still sending would
 * see a closed connection instead of the answer.
 *
 * @param {IncomingMessage} request
 */
async function readBytes(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= LIMIT_BYTES) chunks.push(chunk);
  }
  if (length > LIMIT_BYTES) {
    throw new HttpError(
      413,
      `The body is ${length} bytes, but at most ${LIMIT_BYTES} are allowed.`,
    );
  }
  return Buffer.concat(chunks);
}
