import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { FunctionFailedError, type InvokeResult } from "./contract.ts";
import { answerTooLarge, maxStreamBytes } from "./failures.ts";
import type { Instance } from "./instancePool.ts";

/**
 * What a function streams. An instance sends no more than its window ahead of what has been read, so
 * that a slow reader slows the function down. A reader that goes away does not: the function then
 * writes for nobody, as on AWS.
 */
export class AnswerStream extends Readable {
  readonly requestId = randomUUID();
  #instance: Instance | undefined;
  #received = 0;
  /** Bytes that are received but not yet asked for. */
  #unread = 0;

  constructor() {
    super();
    // Whoever reads hears of a failure; while nobody does, it must not end the process.
    this.on("error", () => undefined);
  }

  /** Runs an event in an instance and passes on what it writes. */
  async run(instance: Instance, timeoutMs: number, payload: string): Promise<InvokeResult> {
    this.#instance = instance;
    const { id, worker } = instance;
    const onChunk = (bytes: Uint8Array) => this.#receive(bytes);
    const result = await worker.stream(id, this.requestId, timeoutMs, payload, onChunk);
    return this.#received > maxStreamBytes ? answerTooLarge(maxStreamBytes) : result;
  }

  /** Ends the stream as the function has ended. */
  finish({ functionError, payload }: InvokeResult): void {
    // Its next event has a window of its own.
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
    const isHeard = !this.destroyed && this.#received <= maxStreamBytes;
    if (isHeard && bytes.length > 0 && !this.push(bytes)) this.#unread += bytes.length;
    else this.#confirm(bytes.length);
  }

  #confirm(bytes: number): void {
    if (bytes > 0) this.#instance?.worker.confirmRead(this.#instance.id, bytes);
  }
}
