import type { AwsEndpoint } from "../aws/endpoint.ts";
import { describeSeeded } from "../seeds/describe.ts";
import { applySeeds, hasSeeds, type Seeded, SeedError } from "../seeds/index.ts";
import type { LoadedStacks } from "../sources/source.ts";

interface PlatformSeedsOptions {
  readonly root: string;
  readonly environment: string;
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  /** The stacks that are served now. */
  readonly loaded: () => LoadedStacks;
  readonly announce: (message: string) => void;
  /** The end of the platform. */
  readonly signal: AbortSignal;
}

/** Interval of messages about seeds that take long, in ms. */
const tellEveryMs = 5_000;

/** The seeds of a project, for the platform that runs. */
export class PlatformSeeds {
  readonly #options: PlatformSeedsOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PlatformSeedsOptions) {
    this.#options = options;
  }

  /**
   * Stores the seeds, after those that are being stored.
   *
   * @param onLong - receives what has been stored for how many seconds, again and again
   * @param signal - ends scripts
   * @throws SeedError with file and line
   */
  apply(
    onLong: (what: string, seconds: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<Seeded> {
    const applied = this.#last.then(() => this.#apply(onLong, signal));
    this.#last = applied.catch(() => {});
    return applied;
  }

  async #apply(
    onLong: (what: string, seconds: number) => void,
    signal: AbortSignal | undefined,
  ): Promise<Seeded> {
    const { root, environment, endpoints, loaded } = this.#options;
    let [present, since] = ["", 0];
    const timer = setInterval(
      () => onLong(present, Math.round((performance.now() - since) / 1_000)),
      tellEveryMs,
    ).unref();
    try {
      return await applySeeds({
        ...{ root, environment, signal },
        onProgress: (what) => ([present, since] = [what, performance.now()]),
        regions: loaded().regions.map(({ region, resources }) => {
          return { name: region, resources, aws: endpoints.get(region)! };
        }),
      });
    } finally {
      clearInterval(timer);
    }
  }

  /** Stores the seeds where data is kept and there is none yet. A fault is told; the platform starts nevertheless. */
  async applyToEmpty(): Promise<void> {
    const { root, endpoints, announce } = this.#options;
    const [home] = endpoints.values();
    if (!home?.kept?.isEmpty || !(await hasSeeds(root))) return;
    try {
      const seeded = await this.apply(
        (what, seconds) => announce(`Storing the seeds: ${what}, for ${seconds} s`),
        this.#options.signal,
      );
      seeded.warnings.forEach(announce);
      announce(`Stored the seeds: ${describeSeeded(seeded)}`);
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      announce(`The seeds were not stored: ${error.message} Then: npm run seed`);
    }
  }
}
