import assert from "node:assert/strict";
import { parseExpression } from "../../../project/schedules/expression.ts";
import type { ScheduleSpec } from "./readSchedules.ts";
import { type Clock, Scheduler } from "./scheduler.ts";

const minute = 60_000;

/** A clock that stands still until it is moved. */
class TestClock implements Clock {
  #now: number;
  #timer: { at: number; callback: () => void } | undefined;

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timer = timer;
    return () => {
      if (this.#timer === timer) this.#timer = undefined;
    };
  }

  /** Moves on, and calls back on the way. */
  pass(ms: number): void {
    const end = this.#now + ms;
    while (this.#timer && this.#timer.at <= end) {
      const { at, callback } = this.#timer;
      this.#timer = undefined;
      this.#now = Math.max(this.#now, at);
      callback();
    }
    this.#now = end;
  }

  /** Moves on without calling back, as a machine that sleeps. */
  sleep(ms: number): void {
    this.#now += ms;
  }
}

const spec = (expression: string, more: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  name: "s",
  arn: "arn:aws:scheduler:us-east-1:123456789012:schedule/default/s",
  recurrence: parseExpression(expression),
  isEnabled: true,
  windowMs: 0,
  target: {
    service: "lambda",
    arn: "arn:f",
    roleArn: "arn:r",
    maxAgeMs: minute,
    maxAttempts: 0,
  },
  source: expression,
  ...more,
});

function started(given: ScheduleSpec, random = () => 0) {
  const clock = new TestClock("2024-01-01T00:00:30Z");
  const scheduler = new Scheduler([given], clock, random);
  const calls: string[] = [];
  const start = () =>
    scheduler.start(async () => void calls.push(new Date(clock.now()).toISOString().slice(11, 19)));
  start();
  return { clock, scheduler, calls, start };
}

describe("a scheduler", () => {
  it("calls at the times of a cron expression", () => {
    const { clock, calls, scheduler } = started(spec("cron(0/2 * * * ? *)"));

    clock.pass(5 * minute);

    assert.deepEqual(calls, ["00:02:00", "00:04:00"]);
    assert.deepEqual(scheduler.status, [
      { name: "s", next: "2024-01-01T00:06:00.000Z", last: "2024-01-01T00:04:00.000Z" },
    ]);
  });

  it("calls at once for a rate without a start date, then at its pace", () => {
    const { clock, calls } = started(spec("rate(2 minutes)"));

    clock.pass(5 * minute);

    assert.deepEqual(calls, ["00:00:30", "00:02:30", "00:04:30"]);
  });

  it("keeps to the dates of its start and its end", () => {
    const dates = {
      startsAt: Date.parse("2024-01-01T00:02:00Z"),
      endsAt: Date.parse("2024-01-01T00:04:00Z"),
    };
    const { clock, calls, scheduler } = started(spec("rate(1 minute)", dates));

    clock.pass(10 * minute);

    assert.deepEqual(calls, ["00:02:00", "00:03:00", "00:04:00"]);
    assert.equal(scheduler.status[0]!.next, undefined);
  });

  it("calls once for a time, which dates do not limit", () => {
    const { clock, calls } = started(spec("at(2024-01-01T00:03:00)", { endsAt: 0 }));

    clock.pass(10 * minute);

    assert.deepEqual(calls, ["00:03:00"]);
  });

  it("calls at a random time of a flexible window", () => {
    const { clock, calls } = started(
      spec("at(2024-01-01T00:03:00)", { windowMs: 4 * minute }),
      () => 0.5,
    );

    clock.pass(10 * minute);

    assert.deepEqual(calls, ["00:05:00"]);
  });

  it("never calls for a disabled schedule, except by hand", async () => {
    const { clock, calls, scheduler } = started(spec("rate(1 minute)", { isEnabled: false }));

    clock.pass(10 * minute);
    await scheduler.run("s");

    assert.deepEqual(calls, ["00:10:30"]);
    assert.equal(scheduler.run("other"), undefined);
  });

  it("makes a call once that the machine slept through", () => {
    const { clock, calls } = started(spec("cron(* * * * ? *)"));

    clock.sleep(60 * minute);
    clock.pass(minute);

    assert.deepEqual(calls, ["01:00:30", "01:01:00"]);
  });

  it("calls nothing while it is stopped, and does not make up for it", async () => {
    const { clock, calls, scheduler, start } = started(spec("rate(1 hour)"));
    clock.pass(minute);

    scheduler.stop();
    clock.pass(90 * minute);
    await assert.rejects(scheduler.run("s")!, /stopped/);
    start();
    clock.pass(30 * minute);

    assert.deepEqual(calls, ["00:00:30", "02:00:30"]);
  });

  it("shows why a call failed, until one succeeds", async () => {
    const clock = new TestClock("2024-01-01T00:00:00Z");
    const scheduler = new Scheduler([spec("cron(0 9 * * ? *)")], clock);
    const results = [Promise.reject(new Error("denied")), Promise.resolve()];
    scheduler.start(() => results.shift()!);

    await assert.rejects(scheduler.run("s")!, /denied/);
    const failed = scheduler.status[0]!.error;
    await scheduler.run("s");

    assert.equal(failed, "denied");
    assert.equal(scheduler.status[0]!.error, undefined);
  });
});
