import type { RecordedCall } from "./recorded.ts";

/**
 * The last calls, up to a number and a size. A fixed array: an index by id, which changes with each call, would take more
 * time than all else that is done for a record.
 */
export class CallRing {
  readonly #slots: (RecordedCall | undefined)[];
  readonly #totalBytes: number;
  #next = 0;
  #oldest = 0;
  #count = 0;
  #bytes = 0;

  constructor({ calls, totalBytes }: { readonly calls: number; readonly totalBytes: number }) {
    this.#slots = Array.from({ length: calls });
    this.#totalBytes = totalBytes;
  }

  get size(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(call: RecordedCall): void {
    if (this.#count === this.#slots.length) this.#forgetOldest();
    this.#slots[this.#next] = call;
    this.#next = (this.#next + 1) % this.#slots.length;
    this.#count += 1;
    this.#bytes += call.bytes;
    while (this.#bytes > this.#totalBytes && this.#count > 1) this.#forgetOldest();
  }

  /** Searches from the latest call on. The edge asks for a call a moment after it was added. */
  get(id: string): RecordedCall | undefined {
    for (let back = 1; back <= this.#count; back++) {
      const call = this.#at(back);
      if (call.id === id) return call;
    }
    return undefined;
  }

  /** The latest first. */
  *latest(): Generator<RecordedCall, void, undefined> {
    for (let back = 1; back <= this.#count; back++) yield this.#at(back);
  }

  #at(back: number): RecordedCall {
    return this.#slots[(this.#next - back + this.#slots.length) % this.#slots.length]!;
  }

  #forgetOldest(): void {
    this.#bytes -= this.#slots[this.#oldest]!.bytes;
    this.#slots[this.#oldest] = undefined;
    this.#oldest = (this.#oldest + 1) % this.#slots.length;
    this.#count -= 1;
  }
}
