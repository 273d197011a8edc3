import { setTimeout as delay } from "node:timers/promises";
import type { CheckStatus, EdgeClient, EdgeStatus } from "../running/edgeClient.ts";

/** Time between two looks at the edge's status, in ms. */
export const watchMs = 50;

/** The edge's state at a moment. */
export interface Sample {
  /** In ms since the load began. */
  readonly at: number;
  /** Requests that the edge has sent on to another region so far. */
  readonly failovers: number;
  /** Regions that DNS leads clients to. */
  readonly routed: readonly string[];
  /** Health checks with a path; none without a domain. */
  readonly checks: readonly Pick<CheckStatus, "stack" | "path" | "healthy">[];
}

/** Looks at the edge's status until it is stopped. */
export class Watch {
  readonly samples: Sample[] = [];
  readonly #edge: EdgeClient;
  readonly #now: () => number;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;

  /** @param now - the clock of the samples */
  constructor(edge: EdgeClient, now: () => number) {
    this.#edge = edge;
    this.#now = now;
    this.#ended = this.#watch();
  }

  get last(): Sample | undefined {
    return this.samples.at(-1);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const status = await this.#edge.status().catch(() => undefined);
      if (status) this.samples.push(sampleOf(status, this.#now()));
      await delay(watchMs, undefined, { signal }).catch(() => {});
    }
  }
}

const sampleOf = ({ edge, regions, domain }: EdgeStatus, at: number): Sample => ({
  at,
  failovers: edge.failovers,
  routed: Object.entries(regions)
    .filter(([, { routed }]) => routed)
    .map(([region]) => region),
  checks: (domain?.checks ?? []).flatMap(({ stack, path, healthy }) =>
    path === undefined ? [] : [{ stack, path, healthy }],
  ),
});
