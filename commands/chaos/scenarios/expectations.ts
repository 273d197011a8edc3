import { isFailed, isIdempotent, type Sent } from "../load/sent.ts";
import { watchMs } from "../watch.ts";
import type { Expectation } from "./scenario.ts";

/**
 * How much later a change may be seen than it happened, in ms: two looks at the status, and a busy machine.
 */
export const toleranceMs = 2 * watchMs + 250;

export const noIdempotentFails: Expectation = {
  text: "no GET fails",
  broken: ({ sent }) => failures(sent.filter(isIdempotent)),
};

export const noRequestFails: Expectation = {
  text: "no request fails",
  broken: ({ sent }) => failures(sent),
};

export const noWriteTwice: Expectation = {
  text: "no write is carried out twice",
  broken: ({ writes }) => count(writes.doubled, "carried out twice"),
};

export const noWriteLost: Expectation = {
  text: "no accepted write is lost",
  broken: ({ writes }) => count(writes.lost, "accepted, but lost"),
};

export const noticedInTime: Expectation = {
  text: "health checks notice within (threshold + 1) intervals",
  broken({ marks: { faultAt, detectedAt }, detectionLimitMs }) {
    if (detectedAt === undefined) return "never noticed";
    const took = detectedAt - faultAt;
    if (took <= detectionLimitMs + toleranceMs) return undefined;
    return `noticed after ${Math.round(took)} ms; allowed are ${Math.round(detectionLimitMs)} ms`;
  },
};

export const shareGone: Expectation = {
  text: "then no client is led there",
  broken({ sent, marks: { detectedAt, recoveryAt }, targets }) {
    if (detectedAt === undefined) return "never noticed";
    // A request that is due just before the recovery may reach the edge after it.
    const until = recoveryAt - toleranceMs;
    const there = sent.filter(
      ({ at, region }) =>
        at > detectedAt && at < until && region !== undefined && targets.includes(region),
    );
    return count(there.length, "served there");
  },
};

export const shareComesBack: Expectation = {
  text: "its share comes back",
  broken: ({ marks }) => (marks.shareBackAt === undefined ? "it did not" : undefined),
};

export const staysHealthy: Expectation = {
  text: "no region leaves DNS",
  broken({ samples, regions }) {
    const out = regions.filter((region) => samples.some(({ routed }) => !routed.includes(region)));
    return out.length > 0 ? out.join(", ") : undefined;
  },
};

/** What failed, such as `3 of 900: 2 × 502, 1 × ECONNRESET`. */
export function failures(sent: readonly Sent[]): string | undefined {
  const failed = sent.filter(isFailed);
  if (failed.length === 0) return undefined;
  const statuses = failed.map(({ status }) => String(status));
  const kinds = [...new Set(statuses)].map(
    (status) => `${statuses.filter((each) => each === status).length} × ${status}`,
  );
  return `${failed.length} of ${sent.length} failed: ${kinds.join(", ")}`;
}

const count = (number: number, what: string): string | undefined =>
  number === 0 ? undefined : `${number} ${what}`;
