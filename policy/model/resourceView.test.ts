import assert from "node:assert/strict";
import { isFalse, isOneOf, isTrue, Unknown } from "./resourceView.ts";

describe("a flag", () => {
  it("is on or off in every spelling that providers accept", () => {
    for (const set of [true, "true", "True", "TRUE", "t", "T", "1", 1]) {
      assert.deepEqual([isTrue(set), isFalse(set)], [true, false], String(set));
    }
    for (const unset of [false, "false", "False", "FALSE", "f", "F", "0", 0]) {
      assert.deepEqual([isTrue(unset), isFalse(unset)], [false, true], String(unset));
    }
  });

  it("is neither on nor off if it is not a flag", () => {
    const others = ["yes", "", "10", 2, undefined, null, ["true"], {}, new Unknown("It can't be")];
    for (const value of others) {
      assert.deepEqual([isTrue(value), isFalse(value)], [false, false], String(value));
    }
  });
});

describe("a word", () => {
  it("ignores case", () => {
    assert.ok(isOneOf("Enabled", ["DISABLED", "ENABLED"]));
    assert.ok(isOneOf("none", ["NONE"]));
  });

  it("does not match other words or other types of values", () => {
    assert.ok(!isOneOf("ENABLED_FOR_ALL", ["ENABLED"]));
    assert.ok(!isOneOf(["ENABLED"], ["ENABLED"]));
    assert.ok(!isOneOf(new Unknown("It can't be"), ["ENABLED"]));
  });
});
