import type { Measurement, TimedEvent } from "../measurement.ts";
import type { Sample } from "../watch.ts";

/** The events of a run, in order. */
export function timelineOf({ marks, events, samples }: Measurement): TimedEvent[] {
  const found: [at: number | undefined, text: string][] = [
    [marks.servedElsewhereAt, "first client of the region served elsewhere"],
    [marks.shareBackAt, "all its clients served there again"],
    [marks.endAt, "end"],
  ];
  const marked = found.flatMap(([at, text]) => (at === undefined ? [] : [{ at, text }]));
  return [...events, ...marked, ...changes(samples)].sort((a, b) => a.at - b.at);
}

/** Changes of what the edge's health checks say. */
function changes(samples: readonly Sample[]): TimedEvent[] {
  return samples.slice(1).flatMap(({ at, routed }, index) => {
    const before = samples[index]!.routed;
    const gone = before.filter((region) => !routed.includes(region));
    const back = routed.filter((region) => !before.includes(region));
    return [
      ...gone.map((region) => ({ at, text: `${region} unhealthy: DNS leads nobody there` })),
      ...back.map((region) => ({ at, text: `${region} healthy: DNS leads clients there` })),
    ];
  });
}

/** How often DNS started or stopped leading clients to a region. */
export const countChanges = (samples: readonly Sample[], regions: readonly string[]): number =>
  samples
    .slice(1)
    .flatMap(({ routed }, index) =>
      regions.filter(
        (region) => routed.includes(region) !== samples[index]!.routed.includes(region),
      ),
    ).length;
