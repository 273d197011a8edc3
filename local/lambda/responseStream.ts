import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { FunctionFailedError, type InvokeResult } from "./contract.ts";
import { responseTooLarge, maxStreamBytes } from "./failures.ts";
import type { Instance } from "./instancePool.ts";

/**
 * A function's streamed response. An instance sends at most one window ahead of the reader, so a slow
 * reader slows the function down. A reader that disconnects does not: the function runs on, as on AWS.
 */
export class ResponseStream extends Readable {
  readonly requestId = randomUUID();
  #instance: Instance | undefined;
  #received = 0;
  /** Received bytes that the reader has not requested yet. */
  #unread = 0;

  constructor() {
    super();
    // Readers handle the error; without one, it must not end the process.
    this.on("error", () => undefined);
  }

  /** Runs an event in an instance and passes on its output. */
  async run(instance: Instance, timeoutMs: number, payload: string): Promise<InvokeResult> {
    this.#instance = instance;
    const { id, worker } = instance;
    const onChunk = (bytes: Uint8Array) => this.#receive(bytes);
    const result = await worker.stream(id, this.requestId, timeoutMs, payload, onChunk);
    return this.#received > maxStreamBytes ? responseTooLarge(maxStreamBytes) : result;
  }

  /** Ends the stream with the function's result. */
  finish({ functionError, payload }: InvokeResult): void {
    // The instance's next event gets a new window.
    this.#instance = undefined;
    if (this.destroyed) return;
    if (functionError) this.destroy(new FunctionFailedError(payload));
    else this.push(null);
  }

  override _read(): void {
    this.#confirm(this.#unread);
    this.#unread = 0;
  }

  #receive(bytes: Uint8Array): void {
    this.#received += bytes.length;
    const isRead = !this.destroyed && this.#received <= maxStreamBytes;
    if (isRead && bytes.length > 0 && !this.push(bytes)) this.#unread += bytes.length;
    else this.#confirm(bytes.length);
  }

  #confirm(bytes: number): void {
    if (bytes > 0) this.#instance?.worker.confirmRead(this.#instance.id, bytes);
  }
}
