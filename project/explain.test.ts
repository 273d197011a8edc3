import assert from "node:assert/strict";
import { explain } from "./explain.ts";

describe("explain", () => {
  it("tells an error of ours by its name and message", () => {
    const error = Object.assign(new Error("There is no stack."), { name: "ProjectError" });

    assert.equal(explain(error), "ProjectError: There is no stack.");
  });

  it("tells where a mistake of the program's happened", () => {
    for (const error of [new Error("broken"), new TypeError("broken")]) {
      assert.equal(explain(error), error.stack);
      assert.match(explain(error), /explain\.test\.ts/);
    }
  });

  it("tells what is no error as it is", () => {
    assert.equal(explain("broken"), "broken");
  });
});
