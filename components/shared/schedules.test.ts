import assert from "node:assert/strict";
import { faultText } from "./errors.ts";
import { zoneFaults, scheduleExpression, timeZone } from "./schedules.ts";

const rule = scheduleExpression(["rate", "cron", "at"], "a schedule");
const accepts = (expression: unknown) => rule(expression, "at").length === 0;

describe("expressions of schedules", () => {
  for (const expression of [
    ...["cron(15 10 * * ? *)", "cron(0 18 ? * MON-FRI *)", "cron(0/10 * ? * MON-FRI *)"],
    ...["cron(0/5 8-17 ? * MON-FRI *)", "cron(15 10 ? * 6L 2022-2023)", "cron(0 9 ? * 2#1 *)"],
    ...["cron(0 0 L * ? *)", "cron(0 0 31W 3 ? *)", "cron(0 0 ? * L *)", "cron(5,35 14 * * ? *)"],
    ...["cron(0 0 1 1/3 ? *)", "cron(0 0 ? jan sun 2026)", "cron(0 0 ? * FRI-MON *)"],
    ...["cron(*/15 0 1,15 * ? *)", "at(2028-02-29T23:59:59)"],
    ...["rate(1 minute)", "rate(5 minutes)", "rate(1 day)", "rate(48 hours)"],
  ]) {
    it(`may be ${expression}`, () => assert.ok(accepts(expression)));
  }

  for (const expression of [
    ...["cron(0 9 * * *)", "cron(0 9 * * * *)", "cron(0 9 ? * ? *)", "cron(60 9 * * ? *)"],
    ...["cron(0 24 * * ? *)", "cron(0/0 9 * * ? *)", "cron(0 9 LW * ? *)", "cron(0 9 ? * 2#6 *)"],
    ...["cron(0 9 ? FOO MON *)", "cron(0 9 ? * 8 *)", "cron(0 9 32 * ? *)", "cron(0 9 0W * ? *)"],
    ...["cron(0 9 1 1 ? 1969)", "cron(0 9 *-5 * ? *)", "cron(0 9 , * ? *)", "cron(0  9 * * ? *)"],
    ...["cron(-1 9 * * ? *)", "cron(1- 9 * * ? *)", "cron(0 9 1 MON ? *)", "cron()", "cron"],
    ...["at(2026-02-29T00:00:00)", "at(2026-01-01T24:00:00)", "at(2026-01-01)"],
    ...["at(2026-01-01T00:00:00Z)", "rate(0 minutes)", "rate(1.5 hours)"],
    ...["cron(0 3 30 FEB ? *)", "at(2027-13-01T00:00:00)", " rate(1 day)", "rate(1 day) "],
    ...["rate(1 week)", "at(cron(0 9 * * ? *))", "", 5, undefined],
  ]) {
    it(`are not ${JSON.stringify(expression)}`, () => assert.ok(!accepts(expression)));
  }

  it("are refused with the field that is wrong", () => {
    const [fault] = rule("cron(99 3 * * ? *)", "at");

    assert.match(faultText(fault!), /"99" is not valid in the field minutes\. Use 0 to 59/);
  });

  it("have no time that the time zone's clocks skip, and may have one that is over", () => {
    const skipped = "at(2027-03-28T02:30:00)";

    assert.equal(zoneFaults("at", skipped, "Europe/Berlin").length, 1);
    assert.deepEqual(zoneFaults("at", skipped), []);
    assert.ok(accepts("at(2020-01-31T00:00:00)"));
  });

  it("are only of the allowed kinds", () => {
    const withoutRate = scheduleExpression(["cron", "at"], "cron or at", "Such as …");

    assert.deepEqual(withoutRate("rate(1 day)", "at"), [
      { argument: "at", given: "rate(1 day)", allowed: "cron or at", fix: "Such as …" },
    ]);
  });
});

describe("time zones of schedules", () => {
  const isZone = (value: unknown) => timeZone(value, "timeZone").length === 0;

  it("are names that exist", () => {
    for (const name of [
      "UTC",
      "Europe/Berlin",
      "America/Argentina/Buenos_Aires",
      "Etc/GMT+5",
      "Asia/Calcutta",
    ]) {
      assert.ok(isZone(name), name);
    }
    for (const name of ["Europe/Atlantis", "+01:00", "", "Berlin", "utc", "Europe/berlin", 1]) {
      assert.ok(!isZone(name), String(name));
    }
  });
});
