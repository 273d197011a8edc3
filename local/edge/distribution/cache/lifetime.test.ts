import assert from "node:assert/strict";
import type { CachePolicy } from "../model.ts";
import { policy } from "../testing/viewer.ts";
import { errorSeconds, lifetimeOf } from "./lifetime.ts";

const now = Date.parse("2026-01-01T00:00:00Z");
const inSeconds = (seconds: number) => new Date(now + 1000 * seconds).toUTCString();
const withMin: Partial<CachePolicy> = { minTtlSeconds: 30 };

describe("lifetimeOf", () => {
  const rows: [Record<string, string>, Partial<CachePolicy>, seconds: number | undefined][] = [
    [{}, {}, 60],
    [{}, { minTtlSeconds: 100 }, 100],
    [{ "cache-control": "max-age=10" }, {}, 10],
    [{ "cache-control": "max-age=7200" }, {}, 3_600],
    [{ "cache-control": "max-age=10" }, withMin, 30],
    [{ "cache-control": "max-age=100" }, withMin, 100],
    [{ "cache-control": "max-age=10, s-maxage=20" }, {}, 20],
    [{ "cache-control": "S-MaxAge=20" }, {}, 20],
    [{ "cache-control": "max-age=0" }, {}, undefined],
    [{ "cache-control": "max-age=0" }, withMin, 30],
    [{ "cache-control": "max-age=abc" }, {}, 60],
    [{ "cache-control": "no-store" }, {}, undefined],
    [{ "cache-control": "no-cache" }, {}, undefined],
    [{ "cache-control": "private, max-age=10" }, {}, undefined],
    [{ "cache-control": "private" }, withMin, 30],
    [{ "cache-control": 'no-cache="Set-Cookie", max-age=10' }, {}, 10],
    [{ expires: inSeconds(20) }, {}, 20],
    [{ expires: inSeconds(20), date: inSeconds(5) }, {}, 15],
    [{ expires: inSeconds(7_200) }, {}, 3_600],
    [{ expires: "0" }, {}, undefined],
    [{ expires: inSeconds(20), "cache-control": "max-age=10" }, {}, 10],
    [{ vary: "*" }, {}, undefined],
    [{ vary: "*" }, withMin, 60],
    [{ "cache-control": "max-age=10" }, { maxTtlSeconds: 0, defaultTtlSeconds: 0 }, undefined],
  ];
  for (const [headers, settings, seconds] of rows) {
    const title = `${JSON.stringify(headers)} with ${JSON.stringify(settings)}`;
    it(`keeps ${title} for ${seconds} s`, () => {
      assert.equal(lifetimeOf(policy(settings), headers, now)?.freshSeconds, seconds);
    });
  }

  it("reads how long a stale response is useful", () => {
    const control = "max-age=10, stale-while-revalidate=20, stale-if-error=30";

    assert.deepEqual(lifetimeOf(policy(), { "cache-control": control }, now), {
      freshSeconds: 10,
      staleWhileRevalidateSeconds: 20,
      staleIfErrorSeconds: 30,
    });
  });
});

describe("errorSeconds", () => {
  for (const [status, control, minSeconds, seconds] of [
    [404, undefined, 10, 10],
    [404, "max-age=60", 10, 60],
    [404, "max-age=5", 10, 10],
    [404, "no-store", 10, 0],
    [404, undefined, 0, 0],
    [502, undefined, 10, 10],
    [502, "no-store", 10, 10],
    [403, undefined, 10, 0],
    [403, "max-age=60", 10, 60],
    [400, "private, max-age=60", 10, 0],
    [401, "max-age=60", 10, 0],
    [429, undefined, 10, 0],
    [416, undefined, 10, 0],
  ] as const) {
    it(`keeps ${status} with ${control ?? "no Cache-Control"} and a minimum of ${minSeconds} s for ${seconds} s`, () => {
      assert.equal(errorSeconds(status, { "cache-control": control }, minSeconds), seconds);
    });
  }
});
