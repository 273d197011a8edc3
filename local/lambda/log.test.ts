import assert from "node:assert/strict";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { TestFunctions } from "./testing/functions.ts";

/** File descriptors of this process, on Linux. */
const descriptors = "/proc/self/fd";

function openFiles(folder: string): string[] {
  return readdirSync(descriptors).filter((descriptor) => {
    try {
      return readlinkSync(join(descriptors, descriptor)).startsWith(folder);
    } catch {
      return false; // The descriptor of the listing itself.
    }
  });
}

describe("a function's log", () => {
  const functions = new TestFunctions();
  afterEach(() => functions.removeAll());

  it("has each line of the function's output", async () => {
    const runtime = await functions.create(`
      console.log("loaded");
      export const handler = async () => {
        process.stdout.write("to be ");
        process.stdout.write("continued\\nsecond\\n");
        console.error("third");
      };`);

    await runtime.call();

    await Promise.all([runtime.logged(/^second$/), runtime.logged(/^third$/)]);
    assert.deepEqual(
      runtime.lines.filter((line) => line !== "third"),
      ["loaded", "to be continued", "second"],
    );
  });

  it("starts a new line after output without a line break", async () => {
    const runtime = await functions.create(`
      export const handler = async ({ act }) => {
        process.stdout.write(act);
        if (act === "throw") throw new Error("no");
        if (act === "exit") process.exit(1);
      };`);

    for (const act of ["return", "throw", "exit"]) await runtime.call({ act });

    const begins = runtime.lines.map((line) =>
      line.replace(/^.*\t(Invoke Error) .*/, "$1").replace(/^RequestId: .* Error: /, ""),
    );
    assert.deepEqual(begins, [
      ...["return", "throw", "Invoke Error"],
      ...["exit", "Runtime exited with error: exit status 1"],
    ]);
  });

  it("is closed when a thread has ended", async function () {
    if (!existsSync(descriptors)) this.skip();
    const runtime = await functions.create(`
      export const handler = async ({ act }) => act === "exit" ? process.exit(1) : "idle";`);

    await runtime.call();
    assert.equal(openFiles(runtime.codeDirectory).length, 1);
    await runtime.call({ act: "exit" });
    await runtime.call();
    assert.equal(openFiles(runtime.codeDirectory).length, 1);
    await runtime.close();

    assert.deepEqual(openFiles(runtime.codeDirectory), []);
  });
});
