import assert from "node:assert/strict";
import { Traffic, trafficReport } from "./traffic.ts";

const start = 1_800_000_000_000;

describe("the traffic of a region", () => {
  it("is counted by intervals of five seconds, of the last quarter of an hour", () => {
    const traffic = new Traffic();
    traffic.add(10, true, start - 900_000);
    traffic.add(10, true, start - 890_000);
    traffic.add(10, false, start);
    traffic.add(10, true, start + 4_999);

    const { from, regions } = trafficReport([{ name: "a", traffic }], start + 4_999);
    const { requests, errors } = regions["a"]!;

    assert.equal(from, start / 1_000 - 895);
    assert.deepEqual([requests.length, errors.length], [180, 180]);
    assert.deepEqual([requests[1], requests.at(-1), errors.at(-1)], [1, 2, 1]);
    assert.equal(
      requests.reduce((sum, each) => sum + each),
      3,
    );
  });

  it("has percentiles of latencies that are right to a tenth", () => {
    const traffic = new Traffic();
    for (let ms = 1; ms <= 1_000; ms++) traffic.add(ms, false, start);

    const { p50, p95 } = traffic.values(start);

    const isNear = (value: number | null | undefined, right: number) =>
      value! > right * 0.9 && value! < right * 1.1;
    assert.ok(isNear(p50.at(-1), 500), `${p50.at(-1)}`);
    assert.ok(isNear(p95.at(-1), 950), `${p95.at(-1)}`);
    assert.equal(p50[0], null);
  });

  it("has a place for every latency", () => {
    const traffic = new Traffic();
    for (const ms of [0, 0.01, 1e9]) traffic.add(ms, false, start);

    assert.equal(traffic.values(start).requests.at(-1), 3);
    assert.ok(traffic.values(start).p95.at(-1)! > 1_000_000);
  });
});
