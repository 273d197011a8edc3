import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";

/** How long a streamed answer may take, and be. */
interface StreamLimits {
  /** From the start of the call to its end. */
  readonly remainingMs: number;
  /** Between two parts. @default 5 minutes, as for Regional endpoints */
  readonly idleMs?: number;
  /** Bytes that the answer's head promises. @default it promises nothing */
  readonly length?: number | undefined;
}

/** For Regional endpoints. (API Gateway Developer Guide, "Set up a response transfer mode", considerations) */
const defaultIdleMs = 5 * 60_000;

/**
 * An answer's body that goes out while it comes in, no faster than the client takes it. An answer
 * that breaks off is broken off, so that no client takes it for complete. AWS slows a stream down
 * to 2 MB/s after its first 10 MB; this gateway does not.
 */
export class StreamedBody {
  /** Resolves once it is over, however it ended. */
  readonly ended: Promise<void>;
  /** Milliseconds from the head to the first bytes. */
  timeToFirstContentMs: number | undefined;
  /** Bytes that were passed on. */
  length = 0;
  /** Why it was broken off. */
  error: Error | undefined;
  readonly #source: Readable;
  readonly #limits: StreamLimits;
  readonly #startedAt = Date.now();
  #end = (): void => {};

  constructor(source: Readable, limits: StreamLimits) {
    this.#source = source;
    this.#limits = limits;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    // Until it is sent, nobody listens; a failure is seen then.
    source.on("error", (error: Error) => (this.error ??= error));
  }

  sendTo(response: ServerResponse): void {
    const source = this.#source;
    const { remainingMs, idleMs = defaultIdleMs, length: expected } = this.#limits;
    const breakOff = (reason: string) => {
      this.error ??= new Error(reason);
      response.destroy();
    };
    const total = setTimeout(() => breakOff("Endpoint request timed out"), remainingMs);
    const idle = setTimeout(() => breakOff("The stream was idle for too long"), idleMs);

    const over = () => {
      clearTimeout(total);
      clearTimeout(idle);
      if (!source.readableEnded) this.error ??= new Error("The client went away");
      source.destroy();
      this.#end();
    };
    response.once("close", over);
    if (source.readableEnded) {
      response.end();
      return;
    }
    if (response.destroyed || source.destroyed) {
      response.destroy();
      over();
      return;
    }
    source.once("error", () => response.destroy());
    // Without an end or an error: whoever sends was stopped.
    source.once("close", () => {
      if (!source.readableEnded) breakOff("The answer broke off");
    });
    source.on("data", (chunk: Buffer) => {
      idle.refresh();
      this.timeToFirstContentMs ??= Date.now() - this.#startedAt;
      this.length += chunk.length;
      if (expected !== undefined && this.length > expected) {
        breakOff("The answer is longer than its Content-Length");
      } else if (!response.write(chunk)) {
        source.pause();
        response.once("drain", () => source.resume());
      }
    });
    source.resume();
    source.once("end", () => {
      const isShort = expected !== undefined && this.length < expected;
      if (isShort && response.req.method !== "HEAD") {
        breakOff("The answer is shorter than its Content-Length");
      } else {
        response.end();
      }
    });
  }
}
