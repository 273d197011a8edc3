import assert from "node:assert/strict";
import { Renames } from "./replay.ts";

describe("Renames", () => {
  it("replaces names everywhere, also in JSON inside strings", () => {
    const renames = new Renames();
    renames.add("us-east-1_OLD", "us-east-1_NEW");
    const body = JSON.stringify({ pools: ["arn:userpool/us-east-1_OLD"] });

    assert.deepEqual(renames.in({ id: "us-east-1_OLD", body }), {
      id: "us-east-1_NEW",
      body: JSON.stringify({ pools: ["arn:userpool/us-east-1_NEW"] }),
    });
  });

  it("prefers the longest name, and replaces nothing twice", () => {
    const renames = new Renames();
    renames.add("111122223333", "123456789012");
    renames.add("arn:111122223333:a", "arn:b");
    renames.add("arn:b", "wrong");

    assert.deepEqual(renames.in(["arn:111122223333:a", "111122223333"]), ["arn:b", "123456789012"]);
  });

  it("takes names literally", () => {
    const renames = new Renames();
    renames.add("a.b|c", "$&");

    assert.deepEqual(renames.in(["a.b|c", "axb", "c"]), ["$&", "axb", "c"]);
  });

  it("returns values unchanged if nothing is renamed", () => {
    const renames = new Renames();
    renames.add("same", "same");
    renames.add("", "new");
    const value = ["same"];

    assert.equal(renames.in(value), value);
  });
});
