/** A sustained rate and how far a burst may run ahead of it. */
export interface Limit {
  /** Tokens added per second. */
  readonly ratePerSecond: number;
  /** The bucket's size: requests that may pass at once after a pause. */
  readonly burst: number;
}

/** Milliseconds on a clock that never runs backwards. */
export type Clock = () => number;

/**
 * The token bucket API Gateway throttles by: a request takes a token or is refused.
 *
 * A rate or burst of 0 lets nothing pass. (API Gateway Developer Guide, "Throttle requests to your
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

  /** Takes a token if there is one; false means the request is over the limit. */
  take(): boolean {
    const now = this.#clock();
    const added = ((now - this.#filledAt) / 1000) * this.limit.ratePerSecond;
    this.#tokens = Math.min(this.limit.burst, this.#tokens + added);
    this.#filledAt = now;
    if (this.#tokens < 1) {
      return false;
    }
    this.#tokens -= 1;
    return true;
  }
}
