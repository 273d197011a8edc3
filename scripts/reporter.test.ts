import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { countsIn, failuresIn } from "./counts.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

describe("the reporter of tests", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "reporter-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(test: string) {
    const file = join(folder, "some.test.cjs");
    await writeFile(file, test);
    const mocha = join(root, "node_modules/mocha/bin/mocha.js");
    const child = spawn(
      process.execPath,
      [mocha, "--no-config", "--reporter", join(root, "scripts/reporter.cjs"), file],
      { env: { ...process.env, TEST_GRACE_MS: "50" }, stdio: ["ignore", "pipe", "pipe"] },
    );
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "exit") as Promise<[number]>,
    ]);
    const failures = failuresIn(stdout, stdout + stderr);
    return { code, counts: countsIn(stdout), failures, stderr };
  }

  it("counts the tests", async () => {
    const { code, counts, stderr } = await run(
      `it("passes", () => {}); it("too", () => {}); it.skip("waits", () => {});`,
    );

    assert.deepEqual({ code, counts, stderr }, { code: 0, counts: counted(2, 0, 1), stderr: "" });
  });

  it("fails when a test fails", async () => {
    const { code, counts, failures } = await run(
      `console.log("  3 failing"); describe("a thing", () => it("fails", () => { throw new Error("no"); }));`,
    );

    assert.deepEqual({ code, counts }, { code: 1, counts: counted(0, 1, 0) });
    assert.match(failures, /^ {2}1 failing\n\n {2}1\) a thing\n +fails:\n +Error: no\n/);
    assert.doesNotMatch(failures, /passed/);
  });

  it("ends a process that a server keeps alive, and fails", async () => {
    const { code, counts, stderr } = await run(
      `it("listens", (done) => { require("node:http").createServer().listen(0, done); });`,
    );

    assert.deepEqual({ code, counts }, { code: 1, counts: counted(1, 0, 0) });
    assert.match(stderr, /this keeps their process alive: .*TCPServerWrap.*\. Close it/);
  });
});

describe("countsIn", () => {
  it("reads the last line with counts", () => {
    assert.deepEqual(countsIn("1 passed, 0 failed\n\n2 passed, 3 failed\nmore"), counted(2, 3, 0));
  });

  it("finds none in a report that was cut off", () => {
    assert.equal(countsIn("  ✔ a test\n"), undefined);
  });
});

describe("failuresIn", () => {
  it("has the last lines of a suite that crashed", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);

    assert.equal(failuresIn("", `${lines.join("\n")}\n`), lines.slice(10).join("\n"));
  });
});

const counted = (passed: number, failed: number, skipped: number) => ({ passed, failed, skipped });
