import assert from "node:assert/strict";
import { observeTime } from "./observedTime.ts";

describe("observeTime", () => {
  const create = () => {
    const clock = { now: 1_000_000 };
    const observed = observeTime(() => clock.now);
    const call = (tookMs: number, end: "response" | "timeout" | "failure") => {
      const finish = observed.start();
      clock.now += tookMs;
      finish(end);
    };
    return { observed, clock, call };
  };

  it("admits what fits into the time that the service takes", () => {
    const { observed, call } = create();

    call(100, "response");

    assert.ok(observed.fits(100, 1_000));
    assert.ok(!observed.fits(99, 1_000));
  });

  it("admits a call after the clock was set", () => {
    for (const step of [-3_600_000, 3_600_000]) {
      const { observed, clock, call } = create();
      call(5_000, "response");
      const finish = observed.start();
      assert.ok(!observed.fits(100, 1_000));

      clock.now += step;
      finish("response");
      assert.ok(observed.fits(100, 1_000));
    }
  });

  it("counts a time-out twice, and ignores failures", () => {
    const { observed, call } = create();

    call(100, "timeout");
    call(1, "failure");

    assert.ok(!observed.fits(199, 1_000));
    assert.ok(observed.fits(200, 1_000));
  });

  it("counts a call under way that takes longer", () => {
    const { observed, clock, call } = create();
    call(10, "response");
    observed.start();
    clock.now += 300;

    assert.ok(!observed.fits(299, 1_000));
    assert.ok(observed.fits(300, 1_000));
  });

  it("admits a probe after a while, and learns from it", () => {
    const { observed, clock, call } = create();
    call(500, "timeout");
    assert.ok(!observed.fits(400, 1_000));

    clock.now += 500;
    assert.ok(observed.fits(400, 1_000));
    for (let probe = 0; probe < 10; probe += 1) call(10, "response");

    assert.ok(observed.fits(400, 1_000));
  });
});
