import assert from "node:assert/strict";
import { parseExpression } from "./expression.ts";

/** The first times after an instant. */
function timesOf(expression: string, zone: string, after: string, count: number): string[] {
  const recurrence = parseExpression(expression, zone);
  const times: number[] = [];
  const anchor = Date.parse(after);
  for (let from = anchor; times.length < count; from = times.at(-1)!) {
    const next = recurrence.next(from, anchor);
    if (next === undefined) break;
    times.push(next);
  }
  return times.map((time) => new Date(time).toISOString().replace(":00.000Z", ""));
}

describe("a schedule's expression", () => {
  // The examples of the EventBridge Scheduler User Guide and the EventBridge User Guide, "Cron expressions".
  for (const [expression, after, expected] of [
    ["cron(15 10 * * ? *)", "2024-01-01T00:00Z", ["2024-01-01T10:15", "2024-01-02T10:15"]],
    ["cron(0 18 ? * MON-FRI *)", "2024-01-05T18:00Z", ["2024-01-08T18:00", "2024-01-09T18:00"]],
    ["cron(0 8 1 * ? *)", "2024-01-01T08:00Z", ["2024-02-01T08:00", "2024-03-01T08:00"]],
    ["cron(0/10 * ? * MON-FRI *)", "2024-01-05T23:45Z", ["2024-01-05T23:50", "2024-01-08T00:00"]],
    ["cron(0/5 8-17 ? * MON-FRI *)", "2024-01-05T17:50Z", ["2024-01-05T17:55", "2024-01-08T08:00"]],
    ["cron(15 10 ? * 6L 2022-2023)", "2023-11-01T00:00Z", ["2023-11-24T10:15", "2023-12-29T10:15"]],
    ["cron(0 9 ? * 2#1 *)", "2024-01-01T09:00Z", ["2024-02-05T09:00", "2024-03-04T09:00"]],
    ["cron(0 0 L * ? *)", "2024-02-01T00:00Z", ["2024-02-29T00:00", "2024-03-31T00:00"]],
    ["cron(0 0 3W * ? *)", "2024-02-01T00:00Z", ["2024-02-02T00:00", "2024-03-04T00:00"]],
    // The first is a Saturday, and the last a Sunday: the weekday is in the same month.
    ["cron(0 0 1W * ? *)", "2024-05-31T00:00Z", ["2024-06-03T00:00", "2024-07-01T00:00"]],
    ["cron(0 0 31W 3 ? *)", "2024-01-01T00:00Z", ["2024-03-29T00:00", "2025-03-31T00:00"]],
    ["cron(0 0 ? * L *)", "2024-01-01T00:00Z", ["2024-01-06T00:00", "2024-01-13T00:00"]],
    ["cron(0 0 29 2 ? *)", "2024-03-01T00:00Z", ["2028-02-29T00:00", "2032-02-29T00:00"]],
    ["cron(5,35 14 * * ? *)", "2024-01-01T14:05Z", ["2024-01-01T14:35", "2024-01-02T14:05"]],
    ["cron(0 0 1 1/3 ? *)", "2024-01-02T00:00Z", ["2024-04-01T00:00", "2024-07-01T00:00"]],
    ["cron(0 0 ? jan sun 2026)", "2026-01-20T00:00Z", ["2026-01-25T00:00"]],
    ["cron(0 0 30 2 ? *)", "2024-01-01T00:00Z", []],
    ["rate(5 minutes)", "2024-01-01T00:00Z", ["2024-01-01T00:05", "2024-01-01T00:10"]],
    ["rate(1 day)", "2024-01-01T00:00Z", ["2024-01-02T00:00", "2024-01-03T00:00"]],
    ["at(2024-02-29T09:30:00)", "2024-01-01T00:00Z", ["2024-02-29T09:30"]],
    ["at(2024-02-29T09:30:00)", "2024-02-29T09:30Z", []],
  ] as const) {
    it(`${expression} after ${after}`, () => {
      assert.deepEqual(timesOf(expression, "UTC", after, 2), expected);
    });
  }

  it("starts a rate at its anchor", () => {
    const { next } = parseExpression("rate(1 hour)");

    assert.deepEqual([next(0, 500), next(500, 500)], [500, 3_600_500]);
  });

  describe("in a time zone", () => {
    it("follows its clocks", () => {
      assert.deepEqual(timesOf("cron(0 9 * * ? *)", "Asia/Kolkata", "2024-01-01T00:00Z", 2), [
        "2024-01-01T03:30",
        "2024-01-02T03:30",
      ]);
      assert.deepEqual(timesOf("at(2024-07-01T09:00:00)", "Europe/Berlin", "2024-01-01Z", 1), [
        "2024-07-01T07:00",
      ]);
    });

    it("leaves out a time that clocks skip in spring", () => {
      const times = timesOf("cron(30 2 * * ? *)", "America/New_York", "2024-03-09T00:00Z", 3);

      assert.deepEqual(times, ["2024-03-09T07:30", "2024-03-11T06:30", "2024-03-12T06:30"]);
    });

    it("is due once at a time that clocks show twice in autumn", () => {
      const times = timesOf("cron(30 1 * * ? *)", "America/New_York", "2024-11-02T12:00Z", 2);

      assert.deepEqual(times, ["2024-11-03T05:30", "2024-11-04T06:30"]);
    });

    it("goes on between both showings of a time", () => {
      const times = timesOf("cron(30 1,2 * * ? *)", "Europe/Berlin", "2024-10-27T00:45Z", 2);

      assert.deepEqual(times, ["2024-10-28T00:30", "2024-10-28T01:30"]);
    });
  });

  for (const [expression, reason] of [
    ["every day", /"every day" is not valid\. Use rate\(/],
    ["cron(0 9 * * *)", /has 5 fields\. Use six/],
    ["cron(0 9 * * * *)", /needs \? in exactly one/],
    ["cron(0 9 ? * ? *)", /needs \? in exactly one/],
    ["cron(60 9 * * ? *)", /"60" is not valid in the field minutes\. Use 0 to 59/],
    ["cron(0/0 9 * * ? *)", /"0\/0" is not valid/],
    ["cron(0 9 LW * ? *)", /"LW" is not valid in the field day-of-month/],
    ["cron(0 9 ? * 2#6 *)", /"2#6" is not valid in the field day-of-week/],
    ["cron(0 9 ? FOO MON *)", /"FOO" is not valid in the field month\. Use 1 to 12 or JAN to DEC/],
    ["cron(0 9 1 1 ? 1969)", /"1969" is not valid in the field year/],
    ["rate(0 minutes)", /rate\(0 minutes\) is not valid/],
    ["rate(5 seconds)", /rate\(5 seconds\) is not valid/],
    ["at(2024-02-30T00:00:00)", /is no time of the time zone/],
    ["at(2024-02-03)", /is no time of the time zone/],
  ] as const) {
    it(`is refused: ${expression}`, () => {
      assert.throws(() => parseExpression(expression), {
        name: "ExpressionError",
        message: reason,
      });
    });
  }

  it("is refused with an unknown time zone, and at a time that clocks skip", () => {
    assert.throws(() => parseExpression("rate(1 day)", "Mars/Base"), /Use a name of the IANA/);
    const skipped = "at(2024-03-31T02:30:00)";
    assert.throws(() => parseExpression(skipped, "Europe/Berlin"), /is no time of the time zone/);
  });
});
