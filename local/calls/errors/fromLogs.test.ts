import assert from "node:assert/strict";
import type { CallError, LogLine } from "../record.ts";
import { withLogs } from "./fromLogs.ts";

const told: CallError = {
  ...{ cause: "backend", detail: "It responded with 500.", hint: "Its log says more." },
};
const line = (log: string, content: object | string): LogLine => ({
  log,
  line: typeof content === "string" ? content : JSON.stringify(content),
});
const proxy = { service: "orders", attempts: 1, upstreamMs: 2 };
const stack =
  "TypeError: no such list\n    at GET (file:///p/routes.js:18:47)\n    at emit (node:events:1:2)";

describe("the reason of a call in its logs", () => {
  for (const [what, lines, expected] of [
    ["is what the response told without more", [line("a/access", { status: "500" })], told],
    [
      "has the exception that the service logged, and its place",
      [line("a/proxy", proxy), line("a/orders", { level: "error", error: stack })],
      {
        cause: "backend",
        detail: "It responded with 500. The service logged: TypeError: no such list",
        hint: "It was thrown at GET (file:///p/routes.js:18:47)",
      },
    ],
    [
      "has an error without a place",
      [line("a/orders", { level: "error", error: "no table" })],
      { ...told, detail: "It responded with 500. The service logged: no table" },
    ],
    ["leaves warnings out", [line("a/orders", { level: "warn", error: "slow" })], told],
    ["leaves out what is not JSON", [line("a/orders", 'oh, {"error"')], told],
    [
      "is what the proxy function says about its connection",
      [
        line("a/proxy", { ...proxy, level: "error", errorType: "timeout", error: "no response" }),
        line("a/orders", { level: "error", error: stack }),
      ],
      {
        cause: "service",
        detail: "The service orders gave no response: no response.",
        hint: "The service did not respond in time. Its log says what it waited for.",
      },
    ],
  ] as const) {
    it(what, () => assert.deepEqual(withLogs(told, lines), expected));
  }

  it("is not asked for what the gateway refused", () => {
    const refused = { cause: "throttle", detail: "Too many calls." };
    const lines = [line("a/orders", { level: "error", error: stack })];
    assert.deepEqual(withLogs(refused, lines), refused);
  });
});
