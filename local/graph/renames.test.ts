import assert from "node:assert/strict";
import { Renames } from "./renames.ts";

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

  it("replaces whole identifiers only, in texts, templates and keys", () => {
    const renames = new Renames();
    renames.add("str", "a1b2c3");
    renames.add("1", "one");
    renames.add("pool-1_Ab", "pool-2_Cd");
    renames.add("111122223333", "123456789012");
    const given = {
      template: '#set($str = $input.path("str").substring(1)) "str": 1, str, pool-1_Abc xpool-1_Ab',
      id: "str",
      arn: "arn:aws:x:userpool/str",
      uri: "https://a.test/str/1?x=1",
      text: "a\\npool-1_Ab\\tpool-1_Ab \\u0026pool-1_Ab,pool-1_Ab/x",
      bucket: "logs-111122223333 9111122223333",
      keys: { "a/pool-1_Ab:client": 1 },
      str: { 1: "1" },
    };

    assert.deepEqual(renames.in(given), {
      ...given,
      id: "a1b2c3",
      arn: "arn:aws:x:userpool/a1b2c3",
      uri: "https://a.test/a1b2c3/one?x=1",
      text: "a\\npool-2_Cd\\tpool-2_Cd \\u0026pool-2_Cd,pool-2_Cd/x",
      bucket: "logs-123456789012 9111122223333",
      keys: { "a/pool-2_Cd:client": 1 },
      str: { 1: "one" },
    });
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
