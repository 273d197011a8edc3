import assert from "node:assert/strict";
import { readFilter } from "./filter.ts";

const read = (query: string) => readFilter(new URLSearchParams(query), ["us-east-1", "eu-west-1"]);

describe("readFilter", () => {
  for (const [text, passing, failing] of [
    ["404", [404], [403, 200, 0]],
    ["5xx", [500, 599], [499, 200]],
    ["400-429", [400, 429], [399, 430]],
    ["failed", [400, 503, 0], [200, 302]],
    ["0", [0], [200]],
  ] as const) {
    it(`reads the status ${text}`, () => {
      const { status } = read(`status=${text}`);
      assert.deepEqual(passing.filter(status!), passing);
      assert.deepEqual(failing.filter(status!), []);
    });
  }

  for (const [query, status, message] of [
    ["region=mars", 404, /Unknown region "mars". Use one of: us-east-1, eu-west-1/],
    ["status=6xx", 400, /\?status= is "6xx". Use a status such as 404/],
    ["status=500-400", 400, /\?status= is "500-400"/],
    ["since=yesterday", 400, /\?since= is "yesterday". Use a time such as/],
  ] as const) {
    it(`refuses ${query}`, () => {
      assert.throws(() => read(query), { name: "ControlError", status, message });
    });
  }

  it("reads times in both forms", () => {
    assert.equal(read("since=1000").since, 1000);
    assert.equal(read("since=1970-01-01T00:00:02Z").since, 2000);
  });
});
