import type { EdgeClient, EdgeResponse } from "../../running/edgeClient.ts";
import { clients, planned } from "./plan.ts";
import type { RequestKind, Sent } from "./sent.ts";

/** Time between two looks at what is due, in ms. */
const tickMs = 5;

export interface LoadOptions {
  readonly edge: EdgeClient;
  readonly rps: number;
  /** Of all requests, with the caller's token. */
  readonly headers: Record<string, string>;
  /** Begins the names of the run's orders. */
  readonly run: string;
}

/** Requests at an even rate, each sent when it is due, whether or not earlier ones have a response. */
export class Load {
  readonly #options: LoadOptions;
  readonly #startedAt = performance.now();
  readonly #sent: Sent[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #next = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#sendDue(), tickMs);
  }

  /** Time since the load began, in ms. */
  now = (): number => performance.now() - this.#startedAt;

  /** The requests that have ended, in the order in which they ended. */
  get sent(): readonly Sent[] {
    return this.#sent;
  }

  /** Number of requests without a response. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Sends no more, and waits for the responses. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
  }

  #sendDue(): void {
    const { rps } = this.#options;
    for (; (this.#next * 1_000) / rps <= this.now(); this.#next++) {
      const ended = this.#send(this.#next, (this.#next * 1_000) / rps);
      this.#underWay.add(ended);
      void ended.then(() => this.#underWay.delete(ended));
    }
  }

  async #send(n: number, at: number): Promise<void> {
    const { kind, from } = planned(n, this.#options.rps);
    const result = await this.#request(n, kind, from).catch((error: NodeJS.ErrnoException) => ({
      status: error.code ?? error.message,
      region: undefined,
    }));
    const { status, region } = result;
    this.#sent.push({ kind, from, at, latencyMs: this.now() - at, status, region });
  }

  #request(n: number, kind: RequestKind, from: string) {
    const { edge, headers, run } = this.#options;
    return ask(edge, kind, headers, from, orderName(run, n));
  }
}

/**
 * Sends requests without counting them, a few at a time, so that functions and connections are there when
 * the load begins.
 *
 * @param headers - of all requests, with the caller's token
 * @param requests - how many
 */
export async function warmUp(
  {
    edge,
    headers,
    signal,
  }: { edge: EdgeClient; headers: Record<string, string>; signal: AbortSignal },
  requests: number,
): Promise<void> {
  let next = 0;
  const sendSome = async () => {
    while (next < requests && !signal.aborted) {
      const from = clients[next % clients.length]!;
      const kind = next++ % 2 === 0 ? "health" : "catalog";
      await ask(edge, kind, headers, from, "");
    }
  };
  await Promise.all(Array.from({ length: warmUpConnections }, sendSome));
}

const warmUpConnections = 8;

function ask(
  edge: EdgeClient,
  kind: RequestKind,
  shared: Record<string, string>,
  from: string,
  order: string,
): Promise<EdgeResponse> {
  const headers = { ...shared, "x-palisade-client-region": from };
  if (kind === "health") return edge.send("/health", { headers });
  if (kind === "catalog") return edge.send("/catalog", { headers });
  return edge.send("/orders", {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ item: order, quantity: 1 }),
  });
}

/** The item of the `n`th request, if it is an order: no other order has it. */
const orderName = (run: string, n: number): string => `${run}-${n}`;
