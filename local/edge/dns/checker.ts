/**
 * One of Route 53's health checkers. It changes its opinion after as many consecutive checks as the threshold
 * says, in both directions. Until the first change, the endpoint counts as healthy. (Route 53 Developer Guide,
 * "How Amazon Route 53 determines whether a health check is healthy")
 */
export class Checker {
  readonly #threshold: number;
  #healthy = true;
  /** Consecutive checks against the opinion. */
  #against = 0;

  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  get healthy(): boolean {
    return this.#healthy;
  }

  observe(passed: boolean): void {
    this.#against = passed === this.#healthy ? 0 : this.#against + 1;
    if (this.#against < this.#threshold) return;
    this.#healthy = passed;
    this.#against = 0;
  }
}
