import assert from "node:assert/strict";
import { home, measurement, sample, sent, target } from "../testing/measurement.ts";
import { findMarks } from "./marks.ts";
import { percentile } from "./percentile.ts";
import { phasesOf } from "./phases.ts";
import { countChanges, timelineOf } from "./timeline.ts";

describe("percentile", () => {
  for (const [sorted, percent, expected] of [
    [[], 50, 0],
    [[7], 99, 7],
    [[1, 2, 3, 4], 50, 2],
    [[1, 2, 3, 4], 99, 4],
    [Array.from({ length: 100 }, (_, index) => index + 1), 99, 99],
  ] as const) {
    it(`${percent} of ${sorted.length} values is ${expected}`, () => {
      assert.equal(percentile(sorted, percent), expected);
    });
  }
});

describe("the marks of a run", () => {
  const two = ["eu-central-1", "eu-north-1"];
  const before = two.map((from, index) => sent(index, { from }));
  const base = { targets: [target], faultAt: 1_000, recoveryAt: 3_000 };
  const samples = [
    sample(0, { routed: [home] }),
    sample(900),
    sample(1_000),
    sample(1_400, { routed: [home] }),
    sample(3_300),
  ];

  it("take the health from samples during and after the fault", () => {
    const { detectedAt, healthyAt } = findMarks({ ...base, samples, sent: before });

    assert.deepEqual([detectedAt, healthyAt], [1_400, 3_300]);
  });

  it("have the first end of a response from elsewhere to the target's own clients", () => {
    const found = findMarks({
      ...base,
      samples,
      sent: [
        ...before,
        sent(900, { from: "us-west-1", region: home }),
        sent(1_001, { from: "us-west-1", region: home }),
        sent(1_100, { region: home, latencyMs: 500 }),
        sent(1_200, { region: home, latencyMs: 50 }),
      ],
    });

    assert.equal(found.servedElsewhereAt, 1_250);
  });

  for (const [what, after, expected] of [
    ["each client once in its region", [target, target], 3_100],
    ["one client only", [target], undefined],
    ["a client elsewhere between them", [target, home, target, target], 3_300],
    ["a failure between them", [target, undefined, target, target], 3_300],
    ["a client elsewhere later", [target, target, home], 3_100],
    ["all elsewhere", [home, home, home], undefined],
  ] as const) {
    it(`have the share back with ${what}: ${expected}`, () => {
      const later = after.map((region, index) =>
        sent(3_100 + index * 100, { from: two[index % 2]!, region }),
      );

      const found = findMarks({ ...base, samples, sent: [...before, ...later] });

      assert.equal(found.shareBackAt, expected);
    });
  }
});

describe("the phases of a run", () => {
  it("have the figures of what was due in them", () => {
    const phases = phasesOf(
      measurement({
        sent: [
          sent(0, { latencyMs: 5 }),
          sent(999, { latencyMs: 2_000, status: 502, region: undefined }),
          sent(1_000, { status: "ECONNRESET", region: undefined }),
          sent(2_000, { region: home }),
          sent(3_300),
        ],
      }),
    );

    assert.deepEqual(
      phases.map(({ name, requests, failures, failovers }) => [
        ...[name, requests, failures, failovers],
      ]),
      [
        ["before", 2, { 502: 1 }, 0],
        ["fault, undetected", 1, { ECONNRESET: 1 }, 1],
        ["fault, detected", 1, {}, 0],
        ["after", 1, {}, 0],
        ["all", 5, { 502: 1, ECONNRESET: 1 }, 1],
      ],
    );
    assert.deepEqual([phases[0]!.p50, phases[0]!.p99], [5, 2_000]);
    assert.deepEqual(phases[2]!.shares, { [home]: 1, [target]: 0 });
  });
});

describe("the timeline of a run", () => {
  it("has its events, marks and changes of health in order", () => {
    const texts = timelineOf(measurement()).map(({ at, text }) => `${at} ${text}`);

    assert.deepEqual(texts, [
      "1000 fault",
      "1110 first client of the region served elsewhere",
      "1500 eu-west-1 unhealthy: DNS leads nobody there",
      "3100 eu-west-1 healthy: DNS leads clients there",
      "3200 all its clients served there again",
      "4000 end",
    ]);
  });

  it("counts the changes of some regions", () => {
    const { samples } = measurement();

    assert.equal(countChanges(samples, [target]), 2);
    assert.equal(countChanges(samples, [home]), 0);
  });
});
