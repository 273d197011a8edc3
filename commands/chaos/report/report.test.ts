import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { scenarios } from "../scenarios/index.ts";
import { home, measurement, sent, target } from "../testing/measurement.ts";
import { resultOf } from "./figures.ts";
import { htmlOf } from "./html.ts";
import { draw, roundUp } from "./plot.ts";
import { bucketsOf } from "./series.ts";
import { textOf } from "./text.ts";

const outage = scenarios[0]!;

describe("the buckets of a plot", () => {
  it("have rates by region, failures and latencies", () => {
    const requests = [
      sent(0),
      sent(100, { region: home }),
      sent(200, { status: 502 }),
      sent(600, { latencyMs: 90 }),
    ];

    const { lengthMs, buckets } = bucketsOf(requests, 1_000, [home, target]);

    assert.equal(lengthMs, 250);
    assert.deepEqual(
      buckets.map(({ served, failed, p99 }) => [served[home], served[target], failed, p99]),
      [
        [4, 4, 4, 10],
        [0, 0, 0, 0],
        [0, 4, 0, 90],
        [0, 0, 0, 0],
      ],
    );
  });

  it("are at most 200", () => {
    assert.equal(bucketsOf([], 3_600_000, []).buckets.length, 200);
  });
});

describe("a plot", () => {
  for (const [value, expected] of [
    [0.3, 0.5],
    [1, 1],
    [11, 20],
    [99, 100],
    [100, 100],
  ] as const) {
    it(`has an axis to ${expected} for ${value}`, () => assert.equal(roundUp(value), expected));
  }

  it("stacks its series", () => {
    const series = [
      { name: "a", style: "x", values: [5, 5] },
      { name: "b", style: "y", values: [5, 0] },
    ];

    const svg = draw({ title: "t", endAt: 1_000, lengthMs: 500, series, events: [] });

    const points = Array.from(svg.matchAll(/points="([^"]+)"/g), ([, text]) => text);
    assert.deepEqual(points, [
      "48,112 420,112 420,112 792,112 792,216 420,216 420,216 48,216",
      "48,8 420,8 420,112 792,112 792,112 420,112 420,112 48,112",
    ]);
  });
});

describe("the report", () => {
  const changed = measurement({
    scenario: "<script>alert(1)</script>",
    events: [{ at: 1, text: `"><img src=x onerror='1'>` }],
  });
  const html = htmlOf("<b>", [{ result: resultOf(outage, changed), measurement: changed }]);

  it("contains no markup of what was measured", () => {
    assert.doesNotMatch(html, /<(script|img|b)\b/);
    assert.match(html, /&lt;script&gt;alert\(1\)/);
  });

  it("loads nothing", () => {
    const plain = measurement();
    const page = htmlOf("Chaos", [{ result: resultOf(outage, plain), measurement: plain }]);

    assert.doesNotMatch(page, /\b(src|href)=|url\(|@import/);
    assert.match(page, /default-src 'none'/);
  });

  it("names what is broken", () => {
    const broken = measurement({ sent: [sent(0, { status: 503 })] });
    const result = resultOf(outage, broken);

    const page = htmlOf("Chaos", [{ result, measurement: broken }]);
    const text = stripVTControlCharacters(textOf(result));

    assert.equal(result.holds, false);
    assert.match(page, /broken: no GET fails: 1 of 1 failed: 1 × 503/);
    assert.match(text, /^BROKEN no GET fails: 1 of 1 failed: 1 × 503$/m);
  });

  it("says how long things took", () => {
    const text = textOf(resultOf(outage, measurement()));

    assert.match(text, /^Out of DNS: 0\.5 s after the fault began; .* are 1\.0 s\.$/m);
    assert.match(text, /^Share back: 0\.2 s after the recovery began\.$/m);
    assert.match(text, /^before +0\.0–1\.0 +1 +0 +10 +10 +0 +0\.0 % +100\.0 %$/m);
  });
});
