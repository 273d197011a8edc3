// @ts-check
// What Lambda's managed Node.js runtime gives functions that stream their answers: the global
// `awslambda`. Source: Lambda Developer Guide, "Writing response streaming-enabled Lambda functions".
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";

/** @typedef {import("./loadHandler.mjs").Handler} Handler */

/** Marks a handler that writes to a stream instead of returning its answer. */
const streaming = Symbol.for("aws.lambda.runtime.handler.streaming");

/** Stands between an HTTP answer's metadata and its body. */
const delimiter = new Uint8Array(8);

/** Bytes that an instance may be ahead of its reader. */
const windowBytes = 512 * 1024;

/** A stream that a function writes its answer to. */
export class ResponseStream extends Writable {
  /** Sent just before the first write, even if that is empty. @type {Buffer | undefined} */
  #head;
  #send;
  #sent = 0;
  #read = 0;
  /** Waits for the reader. @type {(() => void) | undefined} */
  #resume;

  /** @param {(bytes: Uint8Array<ArrayBuffer>) => void} send - gets bytes that nobody else holds */
  constructor(send) {
    super({ decodeStrings: true });
    this.#send = send;
  }

  /** Lambda's own callers get it as the answer's content type; API Gateway does not look at it. */
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
    // Copied: a function may use its buffer again as soon as it has written.
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
 * Runs a handler that streams, until all is written.
 *
 * @param {Handler} handler
 * @param {unknown} event
 * @param {object} context
 * @param {ResponseStream} to
 */
export async function runStreaming(handler, event, context, to) {
  const isFinished = finished(to);
  // Heard below; a handler that fails first is what counts.
  isFinished.catch(() => {});
  await /** @type {StreamingHandler} */ (/** @type {unknown} */ (handler))(event, to, context);
  await isFinished;
}

/**
 * A streamed answer as one text, for `Invoke`, which knows no streams.
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
       * Puts an HTTP answer's status and headers before its body.
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
