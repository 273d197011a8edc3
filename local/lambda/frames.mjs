// @ts-check
// Format of the messages between the platform and a function's process. Each is a frame of two lengths, a
// JSON head and a body of plain bytes. A function can write to its end of the pipe, so the other end
// trusts nothing: no format that creates objects, and no length without a limit.

/**
 * @typedef {import("./messages.ts").FromWorker | import("./messages.ts").ToWorker} Message
 */

/** Messages whose last value is the frame's body, which is copied without escaping. */
const bodies = /** @type {const} */ ({
  invoke: "text",
  stream: "text",
  succeeded: "text",
  failed: "text",
  chunk: "bytes",
});

const lengthsBytes = 8;

/** More than any message within Lambda's limits, as UTF-8. */
const maxFrameBytes = 32 * 1024 * 1024;

/** The bytes are not a message, so nothing after them can be read. */
export class FrameError extends Error {
  /** @override */
  name = "FrameError";
}

/** @param {string} kind @returns {"text" | "bytes" | undefined} */
const bodyOf = (kind) =>
  Object.hasOwn(bodies, kind) ? bodies[/** @type {keyof typeof bodies} */ (kind)] : undefined;

/**
 * Encodes messages as consecutive frames.
 *
 * @param {readonly Message[]} messages
 */
export function encode(messages) {
  const frames = messages.map((message) => {
    const hasBody = bodyOf(message[0]) !== undefined;
    const head = JSON.stringify(hasBody ? message.slice(0, -1) : message);
    const body = /** @type {string | Uint8Array} */ (hasBody ? message.at(-1) : "");
    return { head, headBytes: Buffer.byteLength(head), body, bodyBytes: Buffer.byteLength(body) };
  });
  const size = (/** @type {typeof frames[number]} */ { headBytes, bodyBytes }) =>
    lengthsBytes + headBytes + bodyBytes;
  const bytes = Buffer.allocUnsafe(frames.reduce((sum, frame) => sum + size(frame), 0));
  let offset = 0;
  for (const { head, headBytes, body, bodyBytes } of frames) {
    offset = bytes.writeUInt32LE(headBytes, offset);
    offset = bytes.writeUInt32LE(bodyBytes, offset);
    offset += bytes.write(head, offset);
    if (typeof body === "string") offset += bytes.write(body, offset);
    else {
      bytes.set(body, offset);
      offset += bodyBytes;
    }
  }
  return bytes;
}

/** Assembles messages from the pieces that a pipe delivers. */
export class FrameReader {
  /** @type {Buffer[]} */
  #pieces = [];
  #length = 0;
  /** Bytes required before another message can be complete. */
  #needed = lengthsBytes;

  /**
   * @param {Buffer} piece
   * @returns {unknown[][]} the messages that it completes: a kind and its values
   * @throws FrameError
   */
  read(piece) {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length < this.#needed) return [];
    const bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces);
    const messages = [];
    let offset = 0;
    for (;;) {
      this.#needed = lengthsBytes;
      if (bytes.length - offset < lengthsBytes) break;
      const headBytes = bytes.readUInt32LE(offset);
      const bodyBytes = bytes.readUInt32LE(offset + 4);
      this.#needed += headBytes + bodyBytes;
      if (this.#needed > maxFrameBytes) throw new FrameError("A message is too long.");
      if (bytes.length - offset < this.#needed) break;
      const bodyAt = offset + lengthsBytes + headBytes;
      const end = bodyAt + bodyBytes;
      messages.push(
        decode(bytes.toString("utf8", offset + lengthsBytes, bodyAt), bytes.subarray(bodyAt, end)),
      );
      offset = end;
    }
    const rest = bytes.subarray(offset);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return messages;
  }
}

/**
 * @param {string} head
 * @param {Buffer} body
 * @returns {unknown[]}
 */
function decode(head, body) {
  const message = parse(head);
  const kind = bodyOf(message[0]);
  if (kind === undefined) return message;
  return [...message, kind === "text" ? body.toString() : body];
}

/** @param {string} head @returns {[kind: string, ...values: unknown[]]} */
function parse(head) {
  try {
    const message = JSON.parse(head);
    if (Array.isArray(message) && typeof message[0] === "string") {
      return /** @type {[string, ...unknown[]]} */ (message);
    }
  } catch {
    // Reported by the error below.
  }
  throw new FrameError("A message is not a list that begins with its kind.");
}
