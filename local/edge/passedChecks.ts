/** Ids that are kept: about a day of two regions. Older lines are shown as those of other calls. */
const maxIds = 150_000;

/** Request ids of the health checks that passed, by which their log lines are told from those of other calls. */
export class PassedChecks {
  readonly #ids = new Set<string>();

  add(requestId: string): void {
    this.#ids.add(requestId);
    if (this.#ids.size > maxIds) this.#ids.delete(this.#ids.values().next().value!);
  }

  has = (requestId: string): boolean => this.#ids.has(requestId);
}
