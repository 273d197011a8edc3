import { NewLines } from "../search/newLines.ts";
import type { RegionMetrics } from "./regionMetrics.ts";
import type { MeasuredFunction, MeasuredQueue, MeasuredService } from "./sources.ts";

/** A region whose parts are looked at from time to time. */
export interface SampledRegion {
  readonly name: string;
  readonly metrics: RegionMetrics;
  readonly measured: {
    readonly functions: readonly MeasuredFunction[];
    readonly services: readonly MeasuredService[];
  };
  /** What Route 53 takes the health checks for that metrics are needed of, by their ids. */
  readonly healthChecks: ReadonlyMap<string, boolean>;
  /** The queues that metrics are needed of. */
  queues(): Promise<readonly MeasuredQueue[]>;
}

/** Looks at what counts nothing by itself: functions, services, queues and logs that processes write. */
export class Sampler {
  readonly #lines: NewLines;

  /** @param logFolder - of this start */
  constructor(logFolder: string) {
    this.#lines = new NewLines(logFolder);
  }

  /** Looks at all regions. A part that can't be asked has no data. */
  async sample(regions: readonly SampledRegion[]): Promise<void> {
    await Promise.all([this.#readLogs(regions), ...regions.map(sampleParts)]);
  }

  async #readLogs(regions: readonly SampledRegion[]): Promise<void> {
    const wanted = new Map<string, { metrics: RegionMetrics; each: string }>(
      regions.flatMap(({ name, metrics }) =>
        metrics.filteredFunctions.map((each) => [`${name}/${each}`, { metrics, each }] as const),
      ),
    );
    if (wanted.size === 0) return;
    for (const { log, text } of await this.#lines.read((name) => wanted.has(name))) {
      const found = wanted.get(log);
      found?.metrics.functionLine(found.each, text);
    }
  }
}

async function sampleParts(region: SampledRegion): Promise<void> {
  const { functions, services } = region.measured;
  region.metrics.functions(functions);
  for (const [id, isHealthy] of region.healthChecks) region.metrics.healthCheck(id, isHealthy);
  const queues = region.queues().catch(() => []);
  await region.metrics.services(services);
  for (const queue of await queues) region.metrics.queue(queue);
}
