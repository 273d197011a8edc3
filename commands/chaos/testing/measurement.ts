import type { Sent } from "../load/sent.ts";
import type { Measurement } from "../measurement.ts";
import type { Sample } from "../watch.ts";

export const home = "us-east-1";
export const target = "eu-west-1";

/** A request that succeeded in the target. */
export const sent = (at: number, changes: Partial<Sent> = {}): Sent => ({
  ...{ kind: "health", from: "eu-central-1", at, latencyMs: 10, status: 200, region: target },
  ...changes,
});

/** A sample of two regions that DNS leads clients to. */
export const sample = (at: number, changes: Partial<Sample> = {}): Sample => ({
  ...{ at, failovers: 0, routed: [home, target], checks: [] },
  ...changes,
});

/** An outage of the target from 1 to 3 s, noticed after 0.5 s, that breaks nothing. */
export const measurement = (changes: Partial<Measurement> = {}): Measurement => ({
  ...{ scenario: "region-outage", rps: 10, regions: [home, target], targets: [target] },
  sent: [sent(0), sent(1_100, { region: home }), sent(3_200)],
  samples: [
    sample(0),
    sample(1_500, { failovers: 1, routed: [home] }),
    sample(3_100, { failovers: 1 }),
  ],
  marks: {
    ...{ faultAt: 1_000, detectedAt: 1_500, servedElsewhereAt: 1_110 },
    ...{ recoveryAt: 3_000, healthyAt: 3_100, shareBackAt: 3_200, endAt: 4_000 },
  },
  events: [{ at: 1_000, text: "fault" }],
  writes: { sent: 1, accepted: 1, done: 1, doubled: 0, lost: 0 },
  ...{ signIns: [], flaps: 0, detectionLimitMs: 1_000 },
  ...changes,
});
