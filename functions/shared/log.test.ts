import assert from "node:assert/strict";
import { captureLog } from "../testing/captureLog.ts";
import { log } from "./log.ts";

describe("log", () => {
  it("writes one line of JSON with the level, the message, the time and the correlation id", async () => {
    const { lines } = await captureLog(() =>
      log("info", "request", { correlationId: "c-1", status: 200 }),
    );

    assert.equal(lines.length, 1);
    const { timestamp, ...line } = lines[0]!;
    assert.deepEqual(line, {
      level: "info",
      message: "request",
      correlationId: "c-1",
      status: 200,
    });
    assert.equal(new Date(String(timestamp)).toISOString(), timestamp);
  });

  it("never writes credentials in a flat line", async () => {
    const { lines } = await captureLog(() =>
      log("info", "request", { correlationId: "c-1", idToken: "x.y.z", note: null, Cookie: "a=1" }),
    );

    assert.equal(lines[0]!["idToken"], "[redacted]");
    assert.equal(lines[0]!["Cookie"], "[redacted]");
    assert.equal(lines[0]!["note"], null);
  });

  it("never writes credentials at any depth", async () => {
    const { lines } = await captureLog(() =>
      log("error", "refused", {
        correlationId: "c-1",
        headers: { Authorization: "Bearer x", Cookie: "a=1", "x-api-key": "k", accept: "*/*" },
        idToken: "x.y.z",
        password: "hunter2",
      }),
    );

    const redacted = "[redacted]";
    assert.deepEqual(lines[0]!["headers"], {
      Authorization: redacted,
      Cookie: redacted,
      "x-api-key": redacted,
      accept: "*/*",
    });
    assert.equal(lines[0]!["idToken"], redacted);
    assert.equal(lines[0]!["password"], redacted);
  });
});
