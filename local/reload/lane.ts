/** Why work is done. */
export interface Cause {
  /** When the first change was seen, by `performance.now()`. */
  readonly since: number;
  /** Absolute paths of the changed files. */
  readonly files: ReadonlySet<string>;
}

/** Time since the first change after which a run is no longer aborted, in ms: with steady edits nothing would ever be done. */
const defaultPatienceMs = 5_000;

/**
 * Does one kind of work, never twice at once. A request while it works aborts that run, unless its changes have waited for long,
 * and the work is done again: the latest state wins. A run that can't be aborted any more ends first.
 */
export class Lane {
  readonly #work: (cause: Cause, signal: AbortSignal) => Promise<void>;
  readonly #patienceMs: number;
  #run: AbortController | undefined;
  /** Why it works now. */
  #cause: Cause | undefined;
  #done = Promise.resolve();
  #next: Cause | undefined;
  #isClosed = false;

  /** @param work - must not throw; if its signal has aborted, its outcome no longer matters */
  constructor(
    work: (cause: Cause, signal: AbortSignal) => Promise<void>,
    patienceMs = defaultPatienceMs,
  ) {
    this.#work = work;
    this.#patienceMs = patienceMs;
  }

  get isBusy(): boolean {
    return this.#next !== undefined || this.#run !== undefined;
  }

  /** @param files - absolute paths of changed files */
  request(files: Iterable<string>): void {
    if (this.#isClosed) return;
    this.#next = joined(this.#next, { since: performance.now(), files: new Set(files) });
    if (!this.#run) this.#done = this.#loop();
    else if (performance.now() - this.#cause!.since < this.#patienceMs) this.#run.abort();
  }

  /** Ends the work under way, and takes no more requests. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#next = undefined;
    this.#run?.abort();
    await this.#done;
  }

  async #loop(): Promise<void> {
    while (this.#next) {
      const cause = (this.#cause = this.#next);
      this.#next = undefined;
      const { signal } = (this.#run = new AbortController());
      await this.#work(cause, signal);
      // What an aborted run should have done is left to the next one.
      if (signal.aborted && this.#next) this.#next = joined(cause, this.#next);
    }
    this.#run = undefined;
  }
}

const joined = (first: Cause | undefined, second: Cause): Cause => ({
  since: first?.since ?? second.since,
  files: new Set([...(first?.files ?? []), ...second.files]),
});
