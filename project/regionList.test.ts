import assert from "node:assert/strict";
import { regionList } from "./regionList.ts";

describe("regionList", () => {
  it("accepts one or several regions, with or without spaces", () => {
    assert.deepEqual(regionList("us-gov-west-1"), ["us-gov-west-1"]);
    assert.deepEqual(regionList("us-east-1, eu-west-1"), ["us-east-1", "eu-west-1"]);
  });

  for (const text of ["", "us-east-1,", "us-east-1a", "us-east-1;eu-west-1", "US-EAST-1"]) {
    it(`refuses "${text}"`, () => {
      assert.throws(() => regionList(text), {
        code: "commander.invalidArgument",
        message: /list of regions, such as us-east-1/,
      });
    });
  }
});
