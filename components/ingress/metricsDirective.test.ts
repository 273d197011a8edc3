import assert from "node:assert/strict";
import { metricsDirective } from "./metricsDirective.ts";

describe("metricsDirective", () => {
  for (const [about, dimensions] of [
    ["service", ["service"]],
    ["route", ["service", "route"]],
  ] as const) {
    it(`names the log line's fields for metrics of each ${about}`, () => {
      const [directive] = JSON.parse(metricsDirective(about)) as {
        Dimensions: string[][];
        Metrics: { Name: string }[];
      }[];

      assert.deepEqual(directive!.Dimensions, [dimensions]);
      assert.deepEqual(
        directive!.Metrics.map(({ Name }) => Name),
        ["durationMs", "upstreamMs", "attempts", "failed"],
      );
    });
  }
});
