import type { SaveProblem } from "../apiTypes/platform.ts";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { NotSavedError } from "../aws/kept.ts";

const defaultLookEveryMs = 2_000;

/** Tells when the data of regions can't be written to the disk, and when it can be again. */
export class SaveWatch {
  readonly #endpoints: readonly AwsEndpoint[];
  readonly #announce: (message: string) => void;
  readonly #problems = new Map<string, SaveProblem>();
  readonly #timer: NodeJS.Timeout;

  /** @param lookEveryMs - interval of looks. @default 2000 */
  constructor(
    endpoints: Iterable<AwsEndpoint>,
    announce: (message: string) => void,
    lookEveryMs = defaultLookEveryMs,
  ) {
    this.#endpoints = [...endpoints].filter(({ kept }) => kept !== undefined);
    this.#announce = announce;
    this.#timer = setInterval(() => void this.#look(), lookEveryMs).unref();
  }

  get problems(): SaveProblem[] {
    return [...this.#problems.values()];
  }

  /** Saves for the last time before the endpoints end, and tells what is lost if that fails. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(
      this.#endpoints.map(async ({ region, kept }) => {
        try {
          await kept!.finish();
        } catch (error) {
          if (!(error instanceof NotSavedError)) return;
          const since = this.#problems.get(region)?.since;
          const what =
            since === undefined ? "what was stored last" : `what was stored since ${since}`;
          this.#announce(`${region}: ${what} is lost. ${error.message}`);
        }
      }),
    );
  }

  async #look(): Promise<void> {
    await Promise.all(
      this.#endpoints.map(async ({ region, kept }) => {
        // An endpoint that is gone has no problem.
        const message = await kept!.problem().catch(() => undefined);
        const before = this.#problems.get(region);
        if (message === before?.message) return;
        if (message === undefined) {
          this.#problems.delete(region);
          this.#announce(`${region}: the data is saved again`);
          return;
        }
        const since = before?.since ?? new Date().toISOString();
        this.#problems.set(region, { region, since, message });
        this.#announce(
          `${region}: the data can't be saved: ${message}. It is tried again every few seconds; until then, what was ` +
            "saved last stays on the disk. Is the disk full, or the folder .local/data not writable?",
        );
      }),
    );
  }
}
