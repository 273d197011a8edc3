import assert from "node:assert/strict";
import { endToEnd } from "./headers.ts";

describe("endToEnd", () => {
  it("keeps names, order and repetitions", () => {
    const raw = ["X-A", "1", "Set-Cookie", "a", "x-a", "2", "set-cookie", "b"];

    assert.deepEqual(endToEnd(raw), raw);
  });

  it("omits headers of the connection, and those that it names", () => {
    const raw = ["Connection", "close, X-Secret", "X-Secret", "1", "TE", "gzip", "X-Kept", "2"];

    assert.deepEqual(endToEnd(raw), ["X-Kept", "2"]);
  });

  it("keeps the length and the host, even if the connection names them", () => {
    const kept = ["Host", "a", "Content-Length", "3"];

    assert.deepEqual(endToEnd(["Connection", "content-length, host", ...kept]), kept);
  });

  it("omits further names", () => {
    assert.deepEqual(endToEnd(["Expect", "100-continue", "A", "1"], "expect"), ["A", "1"]);
  });
});
