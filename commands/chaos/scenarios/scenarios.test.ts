import assert from "node:assert/strict";
import type { Measurement } from "../measurement.ts";
import { home, measurement, sample, sent, target } from "../testing/measurement.ts";
import { scenarios } from "./index.ts";
import type { Scenario } from "./scenario.ts";

const named = (name: string): Scenario => scenarios.find((each) => each.name === name)!;
const { marks, writes } = measurement();

/** What is broken, with its reason. */
const broken = (name: string, changes: Partial<Measurement>): string[] =>
  named(name).expectations.flatMap((expectation) => {
    const reason = expectation.broken(measurement(changes));
    return reason === undefined ? [] : [`${expectation.text}: ${reason}`];
  });

/** A measurement that breaks nothing. */
const holding: Record<string, Partial<Measurement>> = {
  flapping: { flaps: 3 },
  "home-identity-down": {
    samples: [sample(0)],
    signIns: [
      { at: 0, phase: "before", succeeded: true },
      { at: 1, phase: "fault", succeeded: false },
      { at: 2, phase: "after", succeeded: true },
    ],
  },
};

const failedGet = sent(1_200, { status: 503, region: undefined });
const failedPost = sent(1_200, { kind: "order", status: 502, region: undefined });

describe("the expectations of scenarios", () => {
  for (const { name } of scenarios) {
    it(`hold when nothing went wrong: ${name}`, () => {
      assert.deepEqual(broken(name, holding[name] ?? {}), []);
    });

    it(`name writes that were carried out twice or lost: ${name}`, () => {
      const found = broken(name, { ...holding[name], writes: { ...writes, doubled: 1, lost: 2 } });

      assert.deepEqual(found, [
        "no write is carried out twice: 1 carried out twice",
        "no accepted write is lost: 2 accepted, but lost",
      ]);
    });
  }

  for (const [name, changes, expected] of [
    ["region-outage", { sent: [failedGet] }, ["no GET fails: 1 of 1 failed: 1 × 503"]],
    ["region-outage", { sent: [failedPost] }, []],
    ["drain", { sent: [failedPost] }, ["no request fails: 1 of 1 failed: 1 × 502"]],
    [
      "region-outage",
      { detectionLimitMs: 100 },
      [
        "health checks notice within (threshold + 1) intervals: noticed after 500 ms; allowed are 100 ms",
      ],
    ],
    [
      "drain",
      { marks: { ...marks, detectedAt: undefined, shareBackAt: undefined } },
      ["then no client is led there: never noticed", "its share comes back: it did not"],
    ],
    ["slow-region", { sent: [sent(2_000)] }, ["then no client is led there: 1 served there"]],
    [
      "flapping",
      { flaps: 2 },
      ["DNS changes less often than the region: 2 changes in DNS with 2 outages"],
    ],
    ["service-down", { sent: [sent(1_200, { status: 502 })] }, []],
    [
      "service-down",
      { sent: [sent(1_200, { kind: "catalog", status: 502 })] },
      ["routes of the other service do not fail: 1 of 1 failed: 1 × 502"],
    ],
    [
      "service-down",
      { sent: [sent(2_500, { region: home, status: 502 })] },
      ["no request fails once the checks have noticed: 1 of 1 failed: 1 × 502"],
    ],
    [
      "service-down",
      {
        samples: [
          sample(0, { checks: [{ stack: target, path: "/health/gateway", healthy: false }] }),
        ],
      },
      ["the gateway's own check stays healthy: it did not"],
    ],
    [
      "home-identity-down",
      { samples: [sample(0), sample(1, { routed: [home] })] },
      ["no region leaves DNS: eu-west-1"],
    ],
    [
      "home-identity-down",
      {
        signIns: [
          { at: 1, phase: "fault", succeeded: true },
          { at: 2, phase: "after", succeeded: false },
        ],
      },
      ["sign-in fails meanwhile: it did not", "sign-in works before and after: it did not"],
    ],
  ] as const) {
    it(`${name}: ${expected[0] ?? "a failure that it allows"}`, () => {
      assert.deepEqual(broken(name, { ...holding[name], ...changes }), expected);
    });
  }
});
