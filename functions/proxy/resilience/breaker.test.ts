import assert from "node:assert/strict";
import { createBreaker } from "./breaker.ts";

describe("createBreaker", () => {
  const options = { failureShare: 0.5, minimumCalls: 4, windowMs: 1_000, openMs: 500 };
  const create = () => {
    const clock = { now: 1_000_000 };
    const breaker = createBreaker(options, () => clock.now);
    const call = (failed: boolean) => breaker.report(breaker.admit(), failed);
    const open = () => [true, true, true, true].forEach(call);
    return { breaker, clock, call, open };
  };

  it("opens at its failure share, after the minimum of calls", () => {
    const { breaker, call } = create();

    [true, false, true].forEach(call);
    assert.ok(breaker.admit());
    call(false);
    // Two of four failed, but opening takes a failure.
    assert.ok(breaker.admit());
    call(true);

    assert.equal(breaker.admit(), 0);
    assert.equal(breaker.waitMs(), 500);
  });

  it("forgets calls outside of its window", () => {
    const { breaker, clock, call } = create();

    [true, true, true].forEach(call);
    clock.now += 1_200;
    call(true);

    assert.ok(breaker.admit());
  });

  it("does not stay open when the clock is set back, and lets a frozen instance probe at once", () => {
    for (const step of [-3_600_000, 3_600_000]) {
      const { breaker, clock, open } = create();
      open();
      assert.equal(breaker.admit(), 0);

      clock.now += step;
      assert.equal(breaker.waitMs(), 0);
      assert.ok(breaker.admit());
    }
  });

  it("admits one probe at a time after it was open", () => {
    const { breaker, clock, open } = create();
    open();

    clock.now += 499;
    assert.equal(breaker.admit(), 0);
    clock.now += 1;

    assert.ok(breaker.admit());
    assert.equal(breaker.admit(), 0);
  });

  it("closes after a probe that succeeds, with an empty window", () => {
    const { breaker, clock, call, open } = create();
    open();
    clock.now += 500;

    call(false);
    [true, true, true].forEach(call);

    assert.ok(breaker.admit());
    call(true);
    assert.equal(breaker.admit(), 0);
  });

  it("opens again after a probe that fails", () => {
    const { breaker, clock, call, open } = create();
    open();
    clock.now += 500;

    call(true);

    assert.equal(breaker.admit(), 0);
    assert.equal(breaker.waitMs(), 500);
  });

  it("admits another probe after one that says nothing", () => {
    const { breaker, clock, open } = create();
    open();
    clock.now += 500;

    breaker.report(breaker.admit(), undefined);

    assert.ok(breaker.admit());
  });

  it("ignores results of calls that began before it opened", () => {
    const { breaker, clock, open } = create();
    const late = breaker.admit();
    open();
    clock.now += 500;
    const probe = breaker.admit();

    breaker.report(late, false);
    assert.equal(breaker.admit(), 0);
    breaker.report(probe, false);

    assert.ok(breaker.admit());
  });
});
