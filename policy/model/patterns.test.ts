import assert from "node:assert/strict";
import { fits, isAnything, isFixed } from "./patterns.ts";

describe("a text of a policy", () => {
  it("is fixed without wildcards and without variables of the caller", () => {
    for (const text of ["o-1234567890", "${aws:ResourceAccount}", "$5"]) {
      assert.ok(isFixed(text), text);
    }
    for (const text of ["o-*", "12345678901?", "${aws:PrincipalAccount}", "${aws:ResourceTag/a}"]) {
      assert.ok(!isFixed(text), text);
    }
  });

  it("matches anything if it has wildcards and little else", () => {
    for (const text of ["*", "?*a*", "*1*", "r*", "a*b*c*"]) assert.ok(isAnything(text), text);
    for (const text of ["", "a", "dev*", "*-orders", "${aws:PrincipalTag/team}"]) {
      assert.ok(!isAnything(text), text);
    }
  });

  const fitting: [pattern: string, text: string][] = [
    ["*", ""],
    ["a*", "abc"],
    ["a?c", "abc"],
    ["a.c", "a.c"],
    ["**", "a\nb"],
    ["a*", "a/*"],
  ];
  for (const [pattern, text] of fitting) {
    it(`"${pattern}" fits ${JSON.stringify(text)}`, () => assert.ok(fits(pattern, text)));
  }

  const others: [pattern: string, text: string][] = [
    ["a*", "A"],
    ["a.c", "abc"],
    ["a?c", "ac"],
    ["a?", "a*"],
    ["a", "a*"],
  ];
  for (const [pattern, text] of others) {
    it(`"${pattern}" does not fit ${JSON.stringify(text)}`, () => assert.ok(!fits(pattern, text)));
  }
});
