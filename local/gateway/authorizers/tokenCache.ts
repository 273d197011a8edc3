/** Tokens are about a kilobyte each. */
const maxTokens = 4096;

interface Entry<Value> {
  readonly value: Value;
  readonly until: number;
}

/**
 * Remembers tokens that were verified, by their exact text: checking a signature again costs more
 * than everything else the gateway does with a request. The least recently used one leaves first.
 */
export class TokenCache<Value> {
  readonly #ttlMs: number;
  readonly #entries = new Map<string, Entry<Value>>();

  /** @param ttlMs - how long a token is remembered at most; 0 remembers none */
  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  get(token: string): Value | undefined {
    const entry = this.#entries.get(token);
    if (entry === undefined) {
      return undefined;
    }
    this.#entries.delete(token);
    if (entry.until <= Date.now()) {
      return undefined;
    }
    this.#entries.set(token, entry);
    return entry.value;
  }

  /** @param expiresAt - the token's own end, in epoch milliseconds */
  set(token: string, value: Value, expiresAt: number): void {
    if (this.#ttlMs === 0) {
      return;
    }
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= maxTokens && oldest !== undefined) {
      this.#entries.delete(oldest);
    }
    this.#entries.set(token, { value, until: Math.min(expiresAt, Date.now() + this.#ttlMs) });
  }
}
