import assert from "node:assert/strict";
import { mock } from "node:test";
import { readZone } from "./dns/readZone.ts";
import { HealthChecks } from "./health.ts";
import { type Change, stack } from "./testing/world.ts";

const intervalMs = 1_000;

describe("HealthChecks", () => {
  let passes: (count: number) => boolean;
  let probes = 0;
  let health: HealthChecks;

  const start = (change: Change = {}) => {
    const { checks } = readZone([stack("us-east-1", change)])!;
    health = new HealthChecks({
      checks,
      speed: 30,
      probe: async () => (passes(probes++) ? undefined : "It responds 500."),
    });
    health.start();
  };
  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
    probes = 0;
    passes = () => true;
  });
  afterEach(() => {
    health.stop();
    mock.timers.reset();
  });

  const isHealthy = () => health.isHealthy("us-east-1");

  /** Lets intervals pass, each in small steps, until the status changes. @returns how many passed */
  const intervalsUntil = async (expected: boolean, limit: number) => {
    for (let step = 1; step <= limit * 10; step++) {
      mock.timers.tick(intervalMs / 10);
      await Promise.resolve();
      await Promise.resolve();
      if (isHealthy() === expected) return step / 10;
    }
    return undefined;
  };

  it("are healthy until there is data", () => {
    passes = () => false;
    start();

    assert.equal(isHealthy(), true);
  });

  for (const failureThreshold of [1, 3, 10]) {
    it(`detect within ${failureThreshold} + 1 intervals, in both directions`, async () => {
      start({ endpoint: { failureThreshold } });
      await intervalsUntil(false, 2.5);

      passes = () => false;
      const detected = await intervalsUntil(false, failureThreshold + 1);
      // Until the last checker knows, too.
      await intervalsUntil(true, 1);
      passes = () => true;
      const recovered = await intervalsUntil(true, failureThreshold + 1);

      assert.ok(detected, "detected in time");
      assert.ok(
        detected >= failureThreshold - 1,
        `not before ${failureThreshold} failures: ${detected}`,
      );
      assert.ok(recovered, "recovered in time");
      assert.ok(
        recovered >= failureThreshold - 1,
        `not before ${failureThreshold} passes: ${recovered}`,
      );
    });
  }

  it("have the interval of the resource, divided by the speed", async () => {
    start({ endpoint: { requestInterval: 10 } });
    await intervalsUntil(false, 3);

    // Two checks with three checkers each, every third of a second. The first ones come after one interval.
    assert.ok(probes >= 6 * 7 && probes <= 6 * 9, String(probes));
  });

  it("do not change while a region flaps", async () => {
    start();
    passes = (count) => Math.floor(count / 12) % 2 === 0;

    assert.equal(await intervalsUntil(false, 30), undefined);
    assert.ok(probes > 6 * 25);
  });

  it("stay ill while a region flaps", async () => {
    start();
    passes = () => false;
    await intervalsUntil(false, 4);
    await intervalsUntil(true, 2);
    const from = probes;
    passes = (count) => Math.floor((count - from) / 12) % 2 === 0;

    assert.equal(await intervalsUntil(true, 30), undefined);
  });

  it("are not sent if they are disabled", async () => {
    start({ endpoint: { disabled: true } });
    await intervalsUntil(false, 5);

    assert.equal(probes, 0);
    assert.equal(isHealthy(), true);
  });

  describe("at once", () => {
    beforeEach(async () => {
      start();
      passes = () => false;
      await intervalsUntil(false, 4);
      await intervalsUntil(true, 2);
    });

    it("are healthy again without waiting, if they pass", async () => {
      passes = () => true;
      await health.checkNow(() => true);

      assert.equal(isHealthy(), true);
    });

    it("stay ill if they fail", async () => {
      await health.checkNow(() => true);

      assert.equal(isHealthy(), false);
    });

    it("concern the selected ones only", async () => {
      passes = () => true;
      await health.checkNow(({ path }) => path === "/health");

      assert.equal(isHealthy(), false);
    });
  });

  it("are ill while a region is drained, and healthy after", () => {
    start();
    const states = [true, false].map((drained) => {
      health.setDrained("us-east-1", drained);
      return [isHealthy(), health.isDrained("us-east-1")];
    });

    assert.deepEqual(states, [
      [false, true],
      [true, false],
    ]);
  });
});
