// @ts-check
// The global `awslambda` of Lambda's managed Node.js runtime, for functions that stream their responses.
// Source: Lambda Developer Guide, "Writing response streaming-enabled Lambda functions".
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";

/** @typedef {import("./loadHandler.mjs").Handler} Handler */

/** Marks a handler that writes to a stream instead of returning its response. */
const streaming = Symbol.for("aws.lambda.runtime.handler.streaming");

/** Separates an HTTP response's metadata from its body. */
const delimiter = new Uint8Array(8);

/** Bytes that an instance may send ahead of its reader. */
const windowBytes = 512 * 1024;

/** The stream to which a function writes its response. */
class ResponseStream extends Writable {
  /** Sent before the first write, even an empty one. @type {Buffer | undefined} */
  #head;
  #send;
  #sent = 0;
  #read = 0;
  /** Continues writing once the reader has caught up. @type {(() => void) | undefined} */
  #resume;

  /** @param {(bytes: Uint8Array<ArrayBuffer>) => void} send - receives bytes that nothing else references */
  constructor(send) {
    super({ decodeStrings: true });
    this.#send = send;
  }

  /** Sets the content type for direct callers of Lambda; API Gateway ignores it. */
  setContentType() {}

  /** @param {Buffer} head */
  startWith(head) {
    this.#head = head;
  }

  /** @param {number} bytes */
  confirmRead(bytes) {
    this.#read += bytes;
    if (this.#sent - this.#read >= windowBytes) return;
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  /**
   * @override
   * @param {Buffer} chunk
   * @param {string} _encoding
   * @param {() => void} done
   */
  _write(chunk, _encoding, done) {
    // Copied, because a function may reuse its buffer after writing.
    const bytes = new Uint8Array(this.#head ? Buffer.concat([this.#head, chunk]) : chunk);
    this.#head = undefined;
    this.#sent += bytes.length;
    if (bytes.length > 0) this.#send(bytes);
    if (this.#sent - this.#read < windowBytes) done();
    else this.#resume = done;
  }
}

/**
 * The streams of a process's instances.
 *
 * @param {(instance: number, bytes: Uint8Array<ArrayBuffer>) => void} send
 */
export function createStreams(send) {
  /** @type {Map<number, ResponseStream>} */
  const streams = new Map();
  return {
    /** @param {number} instance */
    open(instance) {
      const stream = new ResponseStream((bytes) => send(instance, bytes));
      streams.set(instance, stream);
      stream.once("close", () => {
        if (streams.get(instance) === stream) streams.delete(instance);
      });
      return stream;
    },

    /** @param {number} instance @param {number} bytes */
    confirmRead(instance, bytes) {
      streams.get(instance)?.confirmRead(bytes);
    },
  };
}

/** @param {Handler} handler */
export const isStreaming = (handler) => streaming in handler;

/**
 * Runs a streaming handler until its output is written.
 *
 * @param {Handler} handler
 * @param {unknown} event
 * @param {object} context
 * @param {ResponseStream} to
 */
export async function runStreaming(handler, event, context, to) {
  const isFinished = finished(to);
  // Awaited below; an earlier failure of the handler takes precedence.
  isFinished.catch(() => {});
  await /** @type {StreamingHandler} */ (/** @type {unknown} */ (handler))(event, to, context);
  await isFinished;
}

/**
 * A streamed response as one text, for `Invoke`, which does not stream.
 *
 * @param {(to: ResponseStream) => Promise<void>} run
 */
export async function collect(run) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  const stream = new ResponseStream((bytes) => {
    chunks.push(bytes);
    stream.confirmRead(bytes.length);
  });
  await run(stream);
  return Buffer.concat(chunks).toString();
}

/** @typedef {(event: unknown, stream: ResponseStream, context: object) => unknown} StreamingHandler */

Object.assign(globalThis, {
  awslambda: {
    /** @param {StreamingHandler} handler */
    streamifyResponse: (handler) => Object.assign(handler, { [streaming]: "response" }),

    HttpResponseStream: {
      /**
       * Writes an HTTP response's status and headers before its body.
       *
       * @param {ResponseStream} stream
       * @param {object} metadata
       */
      from(stream, metadata) {
        stream.setContentType();
        stream.startWith(Buffer.concat([Buffer.from(JSON.stringify(metadata)), delimiter]));
        return stream;
      },
    },
  },
});
