import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { InspectedRegion } from "../inspect/index.ts";
import { AlarmWatch } from "../inspect/alarms/watch.ts";
import { watchedNames } from "../inspect/alarms/settings.ts";
import { measuredQueues } from "../inspect/alarms/measuredQueues.ts";
import type { RegionMetrics } from "../metrics/index.ts";
import { Sampler } from "../metrics/sampler.ts";
import type { Region } from "../region/index.ts";

/** Time between two looks at functions, services and queues, in ms. */
const intervalMs = 10_000;

/** Time until the first look in ms: the health checks of a start are over. */
const firstMs = 3_000;

interface MeasuringOptions {
  readonly running: readonly Region[];
  readonly metrics: ReadonlyMap<string, RegionMetrics>;
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  readonly inspected: () => readonly InspectedRegion[];
  /** What Route 53 takes a health check for; undefined for one that is not served. */
  readonly isHealthy: (check: string) => boolean | undefined;
  readonly logFolder: string;
  readonly announce: (line: string) => void;
}

/** Measures the regions and watches their alarms until it is closed. */
export function startMeasuring(options: MeasuringOptions) {
  const { running, metrics, endpoints, inspected, logFolder, announce } = options;
  const sampler = new Sampler(logFolder);
  const metricsOf = (region: string) => metrics.get(region);
  const watch = new AlarmWatch({ regions: inspected, metricsOf, announce });
  let last: Promise<void> = Promise.resolve();
  let isBusy = false;
  const look = async () => {
    const regions = running.map((region) => ({
      name: region.name,
      metrics: metrics.get(region.name)!,
      measured: region.measured,
      healthChecks: new Map(
        watchedNames(region.resources, "AWS/Route53", "HealthCheckId").flatMap((id) => {
          const isHealthy = options.isHealthy(id);
          return isHealthy === undefined ? [] : [[id, isHealthy]];
        }),
      ),
      queues: () => measuredQueues(endpoints.get(region.name)!, region.resources),
    }));
    await sampler.sample(regions);
    watch.evaluate();
  };
  const begin = () => {
    // A service that does not respond to its health check takes longer than the interval.
    if (isBusy) return;
    isBusy = true;
    last = look()
      .catch((error: unknown) => announce(`Alarms are not evaluated: ${(error as Error).message}`))
      .finally(() => (isBusy = false));
  };
  const first = setTimeout(begin, firstMs).unref();
  const timer = setInterval(begin, intervalMs).unref();
  return {
    evaluate: () => watch.evaluate(),
    /** Ends the looks, and waits for one under way. */
    async close(): Promise<void> {
      clearTimeout(first);
      clearInterval(timer);
      await last;
    },
  };
}
