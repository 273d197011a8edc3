/** Retries that a budget can save up. */
const maxTokens = 10;

/**
 * Limits retries to a share of the calls, so that they never multiply the load of a service that is
 * down. Each call adds its share, each retry takes one. Starts with one retry.
 */
export class RetryBudget {
  #tokens = 1;

  /** @param share - retries per call, such as 0.2 */
  addCall(share: number): void {
    this.#tokens = Math.min(maxTokens, this.#tokens + share);
  }

  /** @returns whether a retry is left; if so, it is taken */
  takeRetry(): boolean {
    // Ten shares of 0.1 add up to a little less than one.
    if (this.#tokens < 1 - 1e-9) return false;
    this.#tokens -= 1;
    return true;
  }
}
