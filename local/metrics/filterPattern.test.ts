import assert from "node:assert/strict";
import { compilePattern } from "./filterPattern.ts";

describe("compilePattern", () => {
  const line = '{"errorType":"THROTTLED","status":"429","deep":{"n":3,"ok":true},"none":null}';
  const cases: [pattern: string, matches: boolean | undefined][] = [
    ['{ $.errorType = "THROTTLED" }', true],
    ['{ $.errorType = "UNAUTHORIZED" }', false],
    ['{ ($.errorType = "A") || ($.errorType = "THROTTLED") }', true],
    ['{ $.errorType = "THROTTLED" && $.status = 400 }', false],
    ["{ $.status >= 400 && $.status < 500 }", true],
    ['{ $.errorType = "THR*" }', true],
    ['{ $.errorType != "A" }', true],
    ['{ $.missing != "A" }', false],
    ["{ $.deep.n > 2 && $.deep.ok = TRUE }", true],
    ["{ $.none = NULL }", true],
    ['?"THROTTLED" ?"Task timed out"', true],
    ['?"trigger failed" ?"Task timed out"', false],
    ["THROTTLED 429", true],
    ["THROTTLED -429", false],
    ["", true],
    ["{ $.errorType = %THR% }", undefined],
    ["{ $.list[0] = 1 }", undefined],
    ["[ip, user, status=4*]", undefined],
    ['THROTTLED ?"429"', undefined],
  ];
  for (const [pattern, matches] of cases) {
    it(`reads ${pattern || "the empty pattern"}`, () => {
      assert.equal(compilePattern(pattern)?.(line), matches);
    });
  }

  it("matches no line that is not JSON", () => {
    const matches = compilePattern('{ $.errorType = "THROTTLED" }')!;

    assert.equal(matches("THROTTLED"), false);
  });
});
