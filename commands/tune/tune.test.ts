import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../project/testing/runCommand.ts";
import { advice, estimate, prices, provisionedUsd } from "./estimate.ts";
import { run } from "./index.ts";
import { type Tuning, tuningReport } from "./report.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("estimate", () => {
  const times = { processorMs: 1, waitMs: 20 };

  it("gives a function its share of a vCPU, and bills whole milliseconds", () => {
    const { vcpu, durationMs, callsPerSecond, usdPerMillion } = estimate(128, times, "us-east-1");

    assert.ok(Math.abs(vcpu - 128 / 1769) < 1e-12);
    assert.ok(Math.abs(durationMs - (20 + 1769 / 128)) < 1e-9);
    assert.ok(Math.abs(callsPerSecond - 1000 / durationMs) < 1e-9);
    // 34 ms of 0.125 GB, a million times, and the requests.
    assert.equal(usdPerMillion.toFixed(4), (0.2 + 0.125 * 0.034 * 13.3334).toFixed(4));
  });

  it("does not become faster beyond one vCPU: the function's code has one thread", () => {
    const [one, two] = [1_769, 3_538].map((size) => estimate(size, times, "us-east-1"));

    assert.equal(two!.durationMs, one!.durationMs);
    assert.ok(two!.usdPerMillion > one!.usdPerMillion);
  });

  it("takes the region's price", () => {
    const [home, other] = ["eu-west-1", "af-south-1"].map(
      (region) => estimate(1_024, times, region).usdPerMillion - prices.perMillionRequests,
    );

    assert.equal((other! / home!).toFixed(3), (0.00001768 / 0.0000133334).toFixed(3));
  });

  it("knows what warm environments cost: 256 MB about 2.20 USD a month", () => {
    assert.equal(provisionedUsd(256, 1).toFixed(2), "2.19");
  });
});

describe("advice", () => {
  const sizes = [128, 512, 1_769];
  const adviceFor = (processorMs: number, waitMs: number) =>
    advice(sizes.map((size) => estimate(size, { processorMs, waitMs }, "us-east-1")));

  it("is little memory for a function that waits", () => {
    assert.deepEqual(adviceFor(0.2, 200), { balanced: 128, cheapest: 128 });
  });

  it("is a whole vCPU for a function that computes", () => {
    assert.equal(adviceFor(100, 1).balanced, 1_769);
  });
});

describe("npm run tune", function () {
  this.timeout(60_000);
  const tune = (line: string) => runCommand(run, line.split(" "), root);

  it("measures the bundle of a service's proxy function with its own settings", async () => {
    const { code, stdout, stderr } = await tune("orders --json --rps 500 --memory 128,512");

    assert.deepEqual([code, stderr], [0, ""]);
    const tuning = JSON.parse(stdout) as Tuning;
    const { processorMs, firstMs, loadMs } = tuning.measured;
    assert.ok(processorMs > 0 && firstMs > 0 && loadMs > 0);
    assert.deepEqual(
      tuning.estimates.map(({ memoryMb }) => memoryMb),
      [128, tuning.function.memoryMb, 512],
    );
    const report = tuningReport({
      ...tuning,
      function: { ...tuning.function, provisionedConcurrency: 2 },
    });
    assert.match(report, /^orders: a call takes \S+ ms of processor time here/);
    assert.match(report, /as deployed/);
    assert.match(report, /environments at 500 calls\/s/);
    assert.match(report, /provisionedConcurrency of 2 with 256 MB costs 4\.38 USD a month/);
  });

  for (const [line, message] of [
    ["payments", /No route leads to a service "payments" .* Use one of: catalog, orders\./],
    ["orders --env nowhere", /nowhere/],
    ["orders --memory 64", /whole numbers of MB from 128 to 10240/],
    ["orders --service-ms soon", /Must be a number from 0 to 900,000/],
    ["orders --region moon", /Must be a region/],
  ] as const) {
    it(`refuses ${line}`, async () => {
      const { code, stdout, stderr } = await tune(line);

      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, message);
    });
  }
});
