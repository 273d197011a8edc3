import assert from "node:assert/strict";
import { overlap } from "./secrets.ts";

describe("overlap", () => {
  const rows: readonly (readonly [one: string, other: string, overlaps: boolean])[] = [
    ["policy", "policy.Statement[0].Action", true],
    ["ingress[0].cidrBlocks[1]", "ingress", true],
    ["name", "name", true],
    ["", "name", true],
    ["name", "namePrefix", false],
    ["ingress[0]", "ingress[1]", false],
  ];
  for (const [one, other, overlaps] of rows) {
    it(`of "${one}" and "${other}" is ${overlaps}`, () => {
      assert.equal(overlap(one, other), overlaps);
    });
  }
});
