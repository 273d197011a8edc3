import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";

/** Limits of a streamed response. */
interface StreamLimits {
  /** The remaining time of the integration. */
  readonly remainingMs: number;
  /** The longest pause between chunks. */
  readonly idleMs: number;
  /** The `Content-Length`, if the response has one. */
  readonly length?: number | undefined;
}

/**
 * The longest pause between a stream's chunks: 5 minutes, or 30 seconds at edge-optimized endpoints. (API Gateway Developer Guide, "Set up a response transfer mode", considerations)
 */
export const streamIdleMs = (endpointType: string | undefined): number =>
  endpointType === "EDGE" ? 30_000 : 5 * 60_000;

/**
 * A response's body that is sent as it arrives, with backpressure. If the source fails, the client's
 * connection is closed, so that the response does not look complete. AWS limits a stream to 2 MB/s
 * after its first 10 MB; this gateway does not.
 */
export class StreamedBody {
  /** Resolves when the stream has ended, with or without an error. */
  readonly ended: Promise<void>;
  /** Milliseconds from the headers to the first bytes. */
  timeToFirstContentMs: number | undefined;
  /** Bytes sent so far. */
  length = 0;
  /** The reason why the stream ended early. */
  error: Error | undefined;
  readonly #source: Readable;
  readonly #limits: StreamLimits;
  readonly #startedAt = Date.now();
  #end = (): void => {};

  constructor(source: Readable, limits: StreamLimits) {
    this.#source = source;
    this.#limits = limits;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    // Records failures before sendTo adds its listeners.
    source.on("error", (error: Error) => (this.error ??= error));
  }

  sendTo(response: ServerResponse): void {
    const source = this.#source;
    const { remainingMs, idleMs, length: expected } = this.#limits;
    const abort = (reason: string) => {
      this.error ??= new Error(reason);
      response.destroy();
    };
    const total = setTimeout(() => abort("Endpoint request timed out"), remainingMs);
    const idle = setTimeout(() => abort("The stream was idle for too long"), idleMs);

    const finish = () => {
      clearTimeout(total);
      clearTimeout(idle);
      if (!source.readableEnded) this.error ??= new Error("The client closed the connection");
      source.destroy();
      this.#end();
    };
    response.once("close", finish);
    if (source.readableEnded) {
      response.end();
      return;
    }
    if (response.destroyed || source.destroyed) {
      response.destroy();
      finish();
      return;
    }
    source.once("error", () => response.destroy());
    // Closed without an end or an error: the sender was stopped.
    source.once("close", () => {
      if (!source.readableEnded) abort("The response ended early");
    });
    source.on("data", (chunk: Buffer) => {
      idle.refresh();
      this.timeToFirstContentMs ??= Date.now() - this.#startedAt;
      this.length += chunk.length;
      if (expected !== undefined && this.length > expected) {
        abort("The response is longer than its Content-Length");
      } else if (!response.write(chunk)) {
        source.pause();
        response.once("drain", () => source.resume());
      }
    });
    source.resume();
    source.once("end", () => {
      const isShort = expected !== undefined && this.length < expected;
      if (isShort && response.req.method !== "HEAD") {
        abort("The response is shorter than its Content-Length");
      } else {
        response.end();
      }
    });
  }
}
