import assert from "node:assert/strict";
import { compileFilters } from "./filter.ts";

describe("filters of a queue's messages", () => {
  // Lambda Developer Guide, "Filter rule syntax".
  for (const [rule, yes, no] of [
    ['["a"]', '{"k":"a"}', '{"k":"b"}'],
    ["[null]", '{"k":null}', '{"k":"a"}'],
    ['[""]', '{"k":""}', '{"k":"a"}'],
    ['["a","b"]', '{"k":"b"}', '{"k":"c"}'],
    ['[{"equals-ignore-case":"A"}]', '{"k":"a"}', '{"k":"b"}'],
    ['[{"anything-but":["a"]}]', '{"k":"b"}', '{"k":"a"}'],
    ['[{"anything-but":["a"]}]', '{"k":1}', "{}"],
    ['[{"numeric":["=",100]}]', '{"k":100}', '{"k":"100"}'],
    ['[{"numeric":[">",10,"<=",20]}]', '{"k":20}', '{"k":10}'],
    ['[{"exists":true}]', '{"k":null}', "{}"],
    ['[{"exists":false}]', "{}", '{"k":1}'],
    ['[{"prefix":"us-"}]', '{"k":"us-east-1"}', '{"k":"eu"}'],
    ['[{"suffix":".png"}]', '{"k":"a.png"}', '{"k":"a.jpg"}'],
    ['{"in":[1]}', '{"k":{"in":1}}', '{"k":{"in":2}}'],
    ["[1]", '{"k":[2,1]}', '{"k":[2]}'],
  ] as const) {
    it(`${rule} matches ${yes} and not ${no}`, () => {
      const matches = compileFilters([`{"body":{"k":${rule}}}`]);

      assert.deepEqual([matches(yes), matches(no)], [true, false]);
    });
  }

  it("match if one of them does, and $or if one of its objects does", () => {
    const either = compileFilters(['{"body":{"a":[1]}}', '{"body":{"b":[2]}}']);
    const or = compileFilters(['{"body":{"$or":[{"a":[1]},{"b":[2]}]}}']);

    for (const matches of [either, or]) {
      assert.deepEqual(
        ['{"a":1}', '{"b":2}', '{"a":2}'].map((body) => matches(body)),
        [true, true, false],
      );
    }
  });

  it("of objects drop texts, and those of texts drop objects", () => {
    const ofTexts = compileFilters(['{"body":[{"prefix":"a"}]}']);
    const ofObjects = compileFilters(['{"body":{"a":[1]}}']);

    assert.deepEqual([ofTexts("abc"), ofTexts('{"a":1}'), ofTexts("b")], [true, false, false]);
    assert.deepEqual([ofObjects("abc"), ofObjects('{"a":1}')], [false, true]);
  });

  for (const [pattern, reason] of [
    ["text", /is not a JSON object/],
    ['{"messageAttributes":{}}', /only "body" can be filtered/],
    ['{"body":"a"}', /body must be an object or a list/],
    ['{"body":{"a":1}}', /body\.a must be a list of rules/],
    ['{"body":{"a":[{"wildcard":"*"}]}}', /Use a value or one of anything-but, equals-ignore-case/],
    ['{"body":{"a":[{"numeric":["~",1]}]}}', /has the comparison/],
    ['{"body":{"$or":[]}}', /at least two/],
  ] as const) {
    it(`are refused: ${pattern}`, () => {
      assert.throws(() => compileFilters([pattern]), { name: "FilterError", message: reason });
    });
  }
});
