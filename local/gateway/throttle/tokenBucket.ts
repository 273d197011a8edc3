/** A sustained rate and the size of a burst. */
export interface Limit {
  /** Tokens added per second. */
  readonly ratePerSecond: number;
  /** The bucket's size: the most requests at once after a pause. */
  readonly burst: number;
}

/** Milliseconds on a clock that never runs backwards. */
export type Clock = () => number;

/**
 * The token bucket of API Gateway's throttling: a request takes a token or is rejected.
 *
 * A rate or burst of 0 rejects every request. (API Gateway Developer Guide, "Throttle requests to your
 * REST APIs for better throughput in API Gateway")
 */
export class TokenBucket {
  readonly limit: Limit;
  readonly #clock: Clock;
  #tokens: number;
  #filledAt: number;

  constructor(limit: Limit, clock: Clock = () => performance.now()) {
    this.limit = limit;
    this.#clock = clock;
    this.#tokens = limit.ratePerSecond > 0 ? limit.burst : 0;
    this.#filledAt = clock();
  }

  /** The tokens that are there now. */
  get tokens(): number {
    return this.#tokensAt(this.#clock());
  }

  /** Takes a token; false if the bucket is empty, so the request is over the limit. */
  take(): boolean {
    const now = this.#clock();
    this.#tokens = this.#tokensAt(now);
    this.#filledAt = now;
    if (this.#tokens < 1) {
      return false;
    }
    this.#tokens -= 1;
    return true;
  }

  #tokensAt(now: number): number {
    const added = ((now - this.#filledAt) / 1000) * this.limit.ratePerSecond;
    return Math.min(this.limit.burst, this.#tokens + added);
  }
}
