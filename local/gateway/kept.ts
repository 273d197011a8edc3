import { isDeepStrictEqual } from "node:util";

interface Entry {
  readonly cause: unknown;
  readonly value: unknown;
}

/**
 * What a stage keeps when its definition changes: tokens of throttles, counts of firewalls, and caches. Each is kept
 * as long as what it depends on stays the same. Both definitions share it, so calls in progress count as well.
 */
export class Kept {
  #before: ReadonlyMap<string, Entry> | undefined;
  readonly #entries = new Map<string, Entry>();

  /** @param before - what the definition before has kept. @default nothing */
  constructor(before?: Kept) {
    this.#before = before && before.#entries;
  }

  /**
   * The value of this name, if it was made for the same cause.
   *
   * @param cause - plain data that the value depends on
   */
  get<Value>(name: string, cause: unknown, create: () => Value): Value {
    const known = this.#entries.get(name) ?? this.#before?.get(name);
    const isSame = known !== undefined && isDeepStrictEqual(known.cause, cause);
    const entry = isSame ? known : { cause, value: create() };
    this.#entries.set(name, entry);
    return entry.value as Value;
  }

  /** All values with their names. */
  values(): [name: string, value: unknown][] {
    return [...this.#entries].map(([name, { value }]) => [name, value]);
  }

  /** Forgets what the definition before has kept. Call it when that no longer serves. */
  settle(): void {
    this.#before = undefined;
  }
}
