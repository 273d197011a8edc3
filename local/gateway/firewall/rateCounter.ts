import type { Clock } from "../throttle/tokenBucket.ts";

/** The most addresses that a rule counts. (AWS WAF Developer Guide, "Rate-based rule statement") */
const maxAddresses = 10_000;

/** The recent requests of one address. */
interface Counts {
  /** A ring buffer by second. */
  readonly bySecond: Uint32Array;
  total: number;
  lastSecond: number;
}

/** Counts requests by address in a sliding window with a resolution of one second. */
export class RateCounter {
  readonly #windowSeconds: number;
  readonly #clock: Clock;
  readonly #addresses = new Map<string, Counts>();

  constructor(windowSeconds: number, clock: Clock) {
    this.#windowSeconds = windowSeconds;
    this.#clock = clock;
  }

  /** Counts a request and returns the address's total within the window. */
  count(address: string): number {
    const second = Math.floor(this.#clock() / 1000);
    const counts = this.#addresses.get(address) ?? this.#add(address, second);
    const passed = Math.min(second - counts.lastSecond, this.#windowSeconds);
    for (let back = 0; back < passed; back++) {
      const index = (second - back) % this.#windowSeconds;
      counts.total -= counts.bySecond[index]!;
      counts.bySecond[index] = 0;
    }
    counts.lastSecond = second;
    counts.bySecond[second % this.#windowSeconds]! += 1;
    counts.total += 1;
    return counts.total;
  }

  #add(address: string, second: number): Counts {
    if (this.#addresses.size >= maxAddresses) {
      this.#addresses.delete(this.#addresses.keys().next().value!);
    }
    const bySecond = new Uint32Array(this.#windowSeconds);
    const counts = { bySecond, total: 0, lastSecond: second };
    this.#addresses.set(address, counts);
    return counts;
  }
}
