import { LRUCache } from "lru-cache";

/** Tokens are about a kilobyte each. */
const maxTokens = 4096;

/**
 * Keeps the results of verified tokens by the tokens' exact text: verifying a signature again costs
 * more than everything else the gateway does with a request.
 */
export class TokenCache<Value extends NonNullable<unknown>> {
  readonly #ttlMs: number;
  /** Goes by the machine's calendar, as tokens do. */
  readonly #entries = new LRUCache<string, Value>({ max: maxTokens, perf: Date });

  /** @param ttlMs - the longest time that a token is kept; 0 keeps none */
  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  get(token: string): Value | undefined {
    return this.#entries.get(token);
  }

  /** @param expiresAt - the token's own expiry, in epoch milliseconds */
  set(token: string, value: Value, expiresAt: number): void {
    const ttl = Math.min(this.#ttlMs, expiresAt - Date.now());
    if (ttl > 0) this.#entries.set(token, value, { ttl });
  }
}
