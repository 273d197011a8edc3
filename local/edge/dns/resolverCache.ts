/** What names led to, for one TTL. */
export class ResolverCache<Answer> {
  readonly #entries = new Map<string, { readonly answer: Answer; readonly until: number }>();
  readonly #ttlMs: number;
  readonly #now: () => number;

  constructor(ttlMs: number, now: () => number = () => performance.now()) {
    this.#ttlMs = ttlMs;
    this.#now = now;
  }

  get(key: string): Answer | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.until > this.#now() ? entry.answer : undefined;
  }

  set(key: string, answer: Answer): void {
    this.#removeExpired();
    this.#entries.delete(key);
    this.#entries.set(key, { answer, until: this.#now() + this.#ttlMs });
  }

  /** Entries are in the order of their ends, because all have the same TTL. */
  #removeExpired(): void {
    const now = this.#now();
    for (const [key, { until }] of this.#entries) {
      if (until > now) return;
      this.#entries.delete(key);
    }
  }
}
