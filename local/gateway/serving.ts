import type { ServerResponse } from "node:http";
import type { Kept } from "./kept.ts";
import type { Releases } from "./releases.ts";

/** A definition of a stage, ready for requests, and the calls that began with it. */
export class Serving {
  readonly releases: Releases;
  readonly kept: Kept;
  /** Number of calls in progress. */
  calls = 0;
  readonly #onIdle: (() => void)[] = [];

  constructor(releases: Releases, kept: Kept) {
    this.releases = releases;
    this.kept = kept;
  }

  /**
   * Counts a call until its response is complete or its client is gone, and its handler has finished.
   *
   * @returns to be called by the handler at its end
   */
  begin(response: ServerResponse): () => void {
    this.calls += 1;
    let open = 2;
    const end = () => {
      open -= 1;
      if (open > 0) return;
      this.calls -= 1;
      if (this.calls === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
    };
    response.once("close", end);
    return end;
  }

  /** Resolves when no call is in progress. */
  whenIdle(): Promise<void> {
    return this.calls === 0
      ? Promise.resolve()
      : new Promise((resolve) => this.#onIdle.push(resolve));
  }
}
