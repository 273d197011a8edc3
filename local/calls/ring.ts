import type { RecordedCall } from "./recorded.ts";

/** The last calls, up to a number and a size. */
export class CallRing {
  /** A fixed array: a map that forgets its oldest keys again and again becomes slow. */
  readonly #slots: (RecordedCall | undefined)[];
  readonly #byId = new Map<string, RecordedCall>();
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

  get(id: string): RecordedCall | undefined {
    return this.#byId.get(id);
  }

  add(call: RecordedCall): void {
    if (this.#count === this.#slots.length) this.#forgetOldest();
    this.#slots[this.#next] = call;
    this.#next = (this.#next + 1) % this.#slots.length;
    this.#byId.set(call.id, call);
    this.#count += 1;
    this.#bytes += call.bytes;
    while (this.#bytes > this.#totalBytes && this.#count > 1) this.#forgetOldest();
  }

  /** The latest first. */
  *latest(): Generator<RecordedCall, void, undefined> {
    for (let back = 1; back <= this.#count; back++) {
      const at = (this.#next - back + this.#slots.length) % this.#slots.length;
      yield this.#slots[at]!;
    }
  }

  #forgetOldest(): void {
    const oldest = this.#slots[this.#oldest]!;
    this.#slots[this.#oldest] = undefined;
    this.#oldest = (this.#oldest + 1) % this.#slots.length;
    this.#byId.delete(oldest.id);
    this.#count -= 1;
    this.#bytes -= oldest.bytes;
  }
}
