import { isFailed, type Sent } from "../load/sent.ts";
import type { Marks } from "../measurement.ts";
import type { Sample } from "../watch.ts";

/** What marks are found in. */
export interface Seen {
  readonly targets: readonly string[];
  /** By the time at which they were due. */
  readonly sent: readonly Sent[];
  readonly samples: readonly Sample[];
  readonly faultAt: number;
  /** `undefined` while the fault lasts. */
  readonly recoveryAt?: number | undefined;
}

/** Finds the moments that a scenario waits for and shows. */
export function findMarks(seen: Seen): Omit<Marks, "faultAt" | "recoveryAt" | "endAt"> {
  const { targets, samples, faultAt, recoveryAt = Infinity } = seen;
  const isRouted = (sample: Sample) => targets.some((target) => sample.routed.includes(target));
  const detectedAt = samples.find(
    (sample) => sample.at >= faultAt && sample.at < recoveryAt && !isRouted(sample),
  )?.at;
  const healthyAt = samples.find(
    ({ at, routed }) => at >= recoveryAt && targets.every((target) => routed.includes(target)),
  )?.at;
  return {
    detectedAt,
    servedElsewhereAt: servedElsewhereAt(seen),
    healthyAt,
    shareBackAt: shareBackAt(seen),
  };
}

/** The end of the first response from elsewhere to a client of a target. */
function servedElsewhereAt({ targets, sent, faultAt, recoveryAt = Infinity }: Seen) {
  const own = ownClients(sent, targets, faultAt);
  const ends = sent
    .filter(
      (each) =>
        each.at >= faultAt &&
        each.at < recoveryAt &&
        !isFailed(each) &&
        own.has(each.from) &&
        each.region !== own.get(each.from),
    )
    .map(({ at, latencyMs }) => at + latencyMs);
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

/** The time from which each client of a target is served there again: once, each of them in turn. */
function shareBackAt({ targets, sent, faultAt, recoveryAt = Infinity }: Seen) {
  const own = ownClients(sent, targets, faultAt);
  const later = sent.filter(({ at, from }) => at >= recoveryAt && own.has(from));
  let since = 0;
  for (const [index, { from, region }] of later.entries()) {
    if (region !== own.get(from)) since = index + 1;
    else if (index - since + 1 >= own.size) return later[since]!.at;
  }
  return undefined;
}

/** The clients that targets served before the fault, with their target. */
function ownClients(
  sent: readonly Sent[],
  targets: readonly string[],
  faultAt: number,
): Map<string, string> {
  const own = new Map<string, string>();
  for (const { at, from, region } of sent) {
    if (at < faultAt && region !== undefined && targets.includes(region)) own.set(from, region);
  }
  return own;
}
