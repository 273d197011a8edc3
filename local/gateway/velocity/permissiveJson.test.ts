import assert from "node:assert/strict";
import { parsePayload } from "./json.ts";
import { toJson } from "./values.ts";

// json-smart 2.3, as Jayway JsonPath 2.4.0 uses it, gave these results; undefined if it failed.
const cases: [payload: string, json: string | undefined][] = [
  ["a=1&b=2", '"a=1&b=2"'],
  ['  <a href="x"/>\n', '"<a href=\\"x\\"/>"'],
  ["404 page not found", '"404 page not found"'],
  ['say "x", it\'s', '"say \\"x\\", it\'s"'],
  ["{a:b c, 'd':'e\"f'}", '{"a":"b c","d":"e\\"f"}'],
  ["[a,,1,]", '["a",1]'],
  ['{"a":01,}', '{"a":1}'],
  ["{} {}", "{}"],
  ['"a" b', '"a"'],
  ["1", "1"],
  ["1.0", "1.0"],
  ["-", "0"],
  ["1 2", '"1 2"'],
  ["1.2.3", '"1.2.3"'],
  ["nul", '"nul"'],
  ["null", "null"],
  ["True", '"True"'],
  ["NaN", "NaN"],
  ['{"a":tru}', '{"a":"tru"}'],
  ['{"a":.5}', '{"a":".5"}'],
  ['"a\nb"', '"a\\nb"'],
  ['"\\x41\\q\\u0042"', '"AB"'],
  ["123456789012345678901", "123456789012345678901"],
  ['{"a":1,"a":2}', '{"a":2}'],
  ['{"a":1 "b":2}', '{"a":"1 \\"b\\":2"}'],
  ["\ufeff{}", '"\ufeff{}"'],
  ["", '""'],
  ["{", undefined],
  ["[1", undefined],
  ['"abc', undefined],
  ["'", undefined],
  ['{"a"', undefined],
  ['{"a" 1}', undefined],
  ['{"a":}', undefined],
  ['{"a":"b"c}', undefined],
  ["}", undefined],
  [":", undefined],
  ["{:1}", undefined],
  ['"\\u12"', undefined],
];

describe("payloads that are no JSON", () => {
  for (const [payload, json] of cases) {
    it(JSON.stringify(payload), () => {
      if (json === undefined) assert.throws(() => parsePayload(payload), SyntaxError);
      else assert.equal(toJson(parsePayload(payload)), json);
    });
  }

  it("fail without a crash when nested too deep", () => {
    for (const open of ["[", "{a:"]) {
      assert.throws(() => parsePayload(open.repeat(1e5)), SyntaxError);
    }
  });

  it("need time in proportion to their length", () => {
    const payload = `${"a,".repeat(1e6)}"`;
    assert.equal(parsePayload(payload), payload);
  });
});
