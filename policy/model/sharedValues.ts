import type { Unknown } from "./resourceView.ts";

/**
 * Values that are computed once for all rules. A value that was computed without seeing everything
 * lets each rule that uses it miss the same.
 */
export class SharedValues<Key, Value> {
  readonly #missed: Unknown[];
  readonly #known = new Map<Key, { readonly value: Value; readonly missed: Unknown | undefined }>();

  /** @param missed - collects what the rule that is asking could not see */
  constructor(missed: Unknown[]) {
    this.#missed = missed;
  }

  get(key: Key, compute: () => Value): Value {
    const known = this.#known.get(key);
    if (!known) return this.#computed(key, compute);
    if (known.missed) this.#missed.push(known.missed);
    return known.value;
  }

  /** A rule reports only the first thing that it missed, so one is enough. */
  #computed(key: Key, compute: () => Value): Value {
    const before = this.#missed.length;
    const value = compute();
    this.#known.set(key, { value, missed: this.#missed[before] });
    return value;
  }
}
