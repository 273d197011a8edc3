import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { explain } from "./explain.ts";

describe("explain", () => {
  it("prints the name and message of an error of ours", () => {
    const error = Object.assign(new Error("There is no stack."), { name: "ProjectError" });

    assert.equal(explain(error), "ProjectError: There is no stack.");
  });

  it("prints the message of an error of the operating system", async () => {
    const error: unknown = await readFile("/no-such-file").catch((reason: unknown) => reason);

    assert.equal(explain(error), "ENOENT: no such file or directory, open '/no-such-file'");
  });

  it("prints the stack of a bug", () => {
    for (const error of [new Error("broken"), new TypeError("broken")]) {
      assert.equal(explain(error), error.stack);
      assert.match(explain(error), /explain\.test\.ts/);
    }
  });

  it("prints a value that is not an error", () => {
    assert.equal(explain("broken"), "broken");
  });
});
