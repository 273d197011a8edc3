import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readQuery } from "./filter.ts";
import { Follower } from "./follow.ts";
import { readLine } from "./logLine.ts";
import { readBackwards } from "./readBackwards.ts";
import { searchLogs } from "./search.ts";
import { logSources } from "./sources.ts";

describe("logs", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "logs-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const json = (second: number, message: string, more: object = {}) =>
    `${JSON.stringify({ time: at(second), message, ...more })}\n`;
  /** Ids of health checks that passed, and of other calls. */
  const known = { passed: new Set<string>(), others: new Set<string>() };
  const read = (query: string) =>
    readQuery(new URLSearchParams(query), {
      isPassedCheck: (id) => known.passed.has(id),
      isOther: (id) => known.others.has(id),
    });
  const search = (query: string, more: object = {}) =>
    searchLogs({
      ...{ folder, sources: ["a", "b"], limit: 100, before: null, query: read(query) },
      ...more,
    });
  const messages = async (query: string) =>
    (await search(query)).lines.map(({ message }) => message);

  it("reads any file backwards as its lines", async () => {
    const file = join(folder, "a.log");
    const text = fc.stringMatching(/^[a-zäß€]{0,9}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.boolean(), fc.nat(200_000), async (some, ends, gap) => {
        // Long lines around the borders of the parts that are read.
        const lines = [
          ...some,
          "x".repeat(Math.min(gap, 60_000)),
          ...some,
          "y".repeat(gap % 50_000),
        ];
        writeFileSync(file, lines.join("\n") + (ends ? "\n" : ""));
        const handle = await open(file);
        const read: string[] = [];
        const { size } = await handle.stat();
        for await (const line of readBackwards(handle, size)) read.unshift(line.text);
        await handle.close();
        assert.deepEqual(
          read,
          lines.filter((line) => line !== ""),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("merges logs by time, page by page, with lines without a time beside their neighbours", async () => {
    writeFileSync(
      join(folder, "a.log"),
      `${json(1, "1")}${json(4, "4")}  at trace\n${json(6, "6")}`,
    );
    writeFileSync(join(folder, "b.log"), `${json(2, "2")}${json(3, "3")}${json(5, "5")}`);

    const pages: string[][] = [];
    for (let before: string | null = null; ;) {
      const { lines, next } = await search("", { limit: 3, before });
      pages.push(lines.map(({ message }) => message));
      if (next === undefined) break;
      before = next;
    }

    assert.deepEqual(pages.flatMap((page) => page.toReversed()).toReversed(), [
      ...["1", "2", "3", "4", "5", "  at trace", "6"],
    ]);
  });

  it("filters by text, level, id and time", async () => {
    writeFileSync(join(folder, "a.log"), json(1, "Tea", { level: "error", correlationId: "c-1" }));
    writeFileSync(join(folder, "b.log"), json(2, "coffee", { status: 404, requestId: "r-1" }));

    assert.deepEqual(await messages("text=TEA"), ["Tea"]);
    assert.deepEqual(await messages("level=warn"), ["Tea", "coffee 404"]);
    assert.deepEqual(await messages("level=error"), ["Tea"]);
    assert.deepEqual(await messages("id=r-1"), ["coffee 404"]);
    assert.deepEqual(await messages(`until=${at(1)}`), ["Tea"]);
    assert.deepEqual(await messages(`since=${at(2)}`), ["coffee 404"]);
  });

  it("stops a search that finds nothing after its limit on bytes, and goes on from there", async () => {
    writeFileSync(join(folder, "a.log"), json(1, "first"));
    for (let part = 0; part < 36; part++)
      appendFileSync(join(folder, "a.log"), `${"x".repeat(63)}\n`.repeat(16_384));

    const { lines, next, isPartial } = await search("text=first");
    const further = await search("text=first", { before: next });

    assert.deepEqual([lines, isPartial], [[], true]);
    assert.deepEqual(
      further.lines.map(({ message }) => message),
      ["first"],
    );
  });

  it("hides the lines of health checks that passed, and counts only the others", async () => {
    known.passed.add("check-1");
    writeFileSync(
      join(folder, "a.log"),
      json(1, "call", { requestId: "r-1" }) + json(2, "check", { requestId: "check-1" }),
    );
    writeFileSync(
      join(folder, "b.log"),
      json(3, "ready", { correlationId: "check-1" }) +
        json(4, "why", { correlationId: "check-1", level: "error" }),
    );

    const query = read("checks=hidden");
    const [last, first] = [await search("", { query, limit: 1 }), await search("", { query })];

    assert.deepEqual(await messages("checks=shown"), ["call", "check", "ready", "why"]);
    assert.deepEqual(
      last.lines.map(({ message }) => message),
      ["why"],
    );
    assert.deepEqual(
      first.lines.map(({ message }) => message),
      ["call", "why"],
    );
  });

  it("follows calls without health checks, which are known only at their end", async () => {
    const file = join(folder, "a.log");
    writeFileSync(file, "");
    const follower = new Follower({
      ...{ folder, includes: () => true, query: read("checks=hidden"), clean: (line) => line },
    });
    const look = async () => (await follower.look()).lines.map(({ message }) => message);
    await look();
    appendFileSync(file, json(1, "check", { requestId: "check-2" }));
    appendFileSync(file, json(2, "call", { requestId: "call-2" }));
    appendFileSync(file, json(3, "failure", { requestId: "check-2", level: "error" }));
    appendFileSync(file, json(4, "without an id"));

    const during = await look();
    known.passed.add("check-2");
    known.others.add("call-2");

    assert.deepEqual(during, ["failure", "without an id"]);
    assert.deepEqual(await look(), ["call"]);
    assert.deepEqual(await look(), []);
  });

  for (const query of ["level=loud", "since=yesterday", "checks=no"]) {
    it(`refuses ${query}`, () => assert.throws(() => read(query), /is "/));
  }

  it("refuses what is no cursor", async () => {
    await assert.rejects(search("", { before: "bm8" }), /no cursor/);
  });

  it("lists files of folders, and follows no links", async () => {
    mkdirSync(join(folder, "eu"));
    writeFileSync(join(folder, "eu", "orders.log"), "x\n");
    symlinkSync("/etc/passwd", join(folder, "passwd.log"));

    assert.deepEqual(
      (await logSources(folder)).map(({ name, bytes }) => [name, bytes]),
      [["eu/orders", 2]],
    );
  });

  const lines: [text: string, level: string, time: string | undefined, message: string][] = [
    [
      "2026-11-30 17:36:46,5 ERROR [x] no",
      "error",
      new Date("2026-11-30 17:36:46.5").toISOString(),
      "2026-11-30 17:36:46,5 ERROR [x] no",
    ],
    ['{"level":50,"msg":"no"}', "error", undefined, "no"],
    ['{"level":"WARNING","message":"m","ts":1}', "warn", "1970-01-01T00:00:01.000Z", "m"],
    ["TypeError: x is not a function", "error", undefined, "TypeError: x is not a function"],
    ["{broken", "info", undefined, "{broken"],
    [
      '{"requestTime":"30/Nov/2026:17:36:51 +0200","httpMethod":"GET","resourcePath":"/a","status":"502"}',
      "error",
      "2026-11-30T15:36:51.000Z",
      "GET /a 502",
    ],
    [
      '{"timestamp":"1796052000000","route":"GET /a","status":"502","error":"-"}',
      "error",
      "2026-11-30T15:20:00.000Z",
      "GET /a 502",
    ],
  ];
  for (const [text, level, time, message] of lines) {
    it(`reads ${text}`, () => {
      const line = readLine("a", text);

      assert.deepEqual([line.level, line.time, line.message], [level, time, message]);
    });
  }
});
