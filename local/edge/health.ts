import { Checker } from "./dns/checker.ts";
import { checkStatus, type Observations } from "./dns/checkStatus.ts";
import type { EndpointCheck, HealthCheck } from "./dns/model.ts";

export interface HealthOptions {
  readonly checks: ReadonlyMap<string, HealthCheck>;
  /** Factor that intervals are divided by. */
  readonly speed: number;
  /** Sends one request; resolves with why it failed, or undefined if it passed. */
  readonly probe: (check: EndpointCheck, limitMs: number) => Promise<string | undefined>;
}

/** The health checks of a zone, with their checkers. */
export class HealthChecks {
  readonly #options: HealthOptions;
  readonly #checkers = new Map<string, Checker[]>();
  /** Why the last failed request of each endpoint failed, since the last that passed. */
  readonly #failures = new Map<string, string>();
  readonly #drained = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #observed: Observations = {
    opinions: (id) => (this.#checkers.get(id) ?? []).map(({ healthy }) => healthy),
    isDrained: (id) => this.#drained.has(id),
  };
  /** The state of each check; kept, because each request asks. */
  #statuses = new Map<string, boolean>();

  constructor(options: HealthOptions) {
    this.#options = options;
    for (const check of this.#endpoints()) {
      const checkers = Array.from(
        { length: check.checkers },
        () => new Checker(check.failureThreshold),
      );
      this.#checkers.set(check.id, checkers);
    }
    this.#update();
  }

  /** Whether Route 53 takes a check as healthy. Checks that do not exist are healthy. */
  isHealthy = (id: string): boolean => this.#statuses.get(id) ?? true;

  /** Why the latest request of an endpoint's check failed; undefined if it passed. */
  failureOf = (id: string): string | undefined => this.#failures.get(id);

  /** Starts the periodic checks. Each checker has its own moment in the interval. */
  start(): void {
    for (const check of this.#endpoints()) {
      const intervalMs = this.#intervalMs(check);
      this.#checkersOf(check).forEach((checker, index) => {
        const begin = () => {
          this.#timers.delete(first);
          this.#timers.add(setInterval(() => void this.#check(check, checker), intervalMs).unref());
        };
        const first = setTimeout(begin, (index * intervalMs) / check.checkers).unref();
        this.#timers.add(first);
      });
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /**
   * Checks at once, as often as the threshold demands. A region that was started on purpose gets its share
   * back without waiting for the intervals.
   *
   * @param concerns - selects the checks
   */
  async checkNow(concerns: (check: EndpointCheck) => boolean): Promise<void> {
    await Promise.all(
      this.#endpoints()
        .filter(concerns)
        .flatMap((check) =>
          this.#checkersOf(check).map(async (checker) => {
            for (let count = 0; count < check.failureThreshold; count++)
              await this.#check(check, checker);
          }),
        ),
    );
  }

  /** Drains or restores the calculated checks that a stack declares, as its setting `traffic` does. */
  setDrained(owner: string, drained: boolean): void {
    for (const check of this.#options.checks.values()) {
      if (check.kind !== "calculated" || check.owner !== owner) continue;
      if (drained) this.#drained.add(check.id);
      else this.#drained.delete(check.id);
    }
    this.#update();
  }

  isDrained = (owner: string): boolean =>
    [...this.#drained].some((id) => this.#options.checks.get(id)?.owner === owner);

  async #check(check: EndpointCheck, checker: Checker): Promise<void> {
    const probing = this.#options.probe(check, this.#intervalMs(check));
    // A request that can't even be sent, such as to a path with a line break, is a failure like any other.
    const failure = await probing.catch((error: unknown) => `It can't be sent: ${String(error)}.`);
    if (failure === undefined) this.#failures.delete(check.id);
    else this.#failures.set(check.id, failure);
    checker.observe(failure === undefined);
    this.#update();
  }

  #update(): void {
    const { checks } = this.#options;
    this.#statuses = new Map(
      [...checks.keys()].map((id) => [id, checkStatus(id, checks, this.#observed)]),
    );
  }

  #endpoints(): EndpointCheck[] {
    return [...this.#options.checks.values()].filter(
      (check): check is EndpointCheck => check.kind === "endpoint" && !check.disabled,
    );
  }

  #checkersOf = ({ id }: EndpointCheck): Checker[] => this.#checkers.get(id) ?? [];

  #intervalMs = ({ intervalSeconds }: EndpointCheck): number =>
    (intervalSeconds * 1_000) / this.#options.speed;
}
