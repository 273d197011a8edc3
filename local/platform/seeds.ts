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
}

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
   * @throws SeedError with file and line
   */
  apply(): Promise<Seeded> {
    const { root, environment, endpoints, loaded } = this.#options;
    const applied = this.#last.then(() =>
      applySeeds({
        ...{ root, environment },
        regions: loaded().regions.map(({ region, resources }) => {
          return { name: region, resources, aws: endpoints.get(region)! };
        }),
      }),
    );
    this.#last = applied.catch(() => {});
    return applied;
  }

  /** Stores the seeds where data is kept and there is none yet. A fault is told; the platform starts nevertheless. */
  async applyToEmpty(): Promise<void> {
    const { root, endpoints, announce } = this.#options;
    const [home] = endpoints.values();
    if (!home?.kept?.isEmpty || !(await hasSeeds(root))) return;
    try {
      const seeded = await this.apply();
      seeded.warnings.forEach(announce);
      announce(`Stored the seeds: ${describeSeeded(seeded)}`);
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      announce(`The seeds were not stored: ${error.message} Then: npm run seed`);
    }
  }
}
