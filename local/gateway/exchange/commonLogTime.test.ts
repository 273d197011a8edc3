import assert from "node:assert/strict";
import { commonLogTime } from "./commonLogTime.ts";

describe("commonLogTime", () => {
  it("formats each time correctly, whatever was formatted before", () => {
    const noon = Date.UTC(2026, 3, 9, 12, 0, 0);

    const texts = [0, 999, 1_000, -1, 0].map((offset) => commonLogTime(noon + offset));

    assert.deepEqual(texts, [
      "09/Apr/2026:12:00:00 +0000",
      "09/Apr/2026:12:00:00 +0000",
      "09/Apr/2026:12:00:01 +0000",
      "09/Apr/2026:11:59:59 +0000",
      "09/Apr/2026:12:00:00 +0000",
    ]);
  });
});
