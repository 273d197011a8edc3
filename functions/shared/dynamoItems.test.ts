import assert from "node:assert/strict";
import fc from "fast-check";
import { fromItem, type Item, toItem } from "./dynamoItems.ts";

describe("items of DynamoDB", () => {
  const item = {
    text: "a",
    number: 1.5,
    yes: true,
    nothing: null,
    set: new Set(["a", "b"]),
    list: [1, "b"],
    map: { inner: "c" },
  };

  it("are written in DynamoDB's notation, without what is undefined", () => {
    assert.deepEqual(toItem({ ...item, missing: undefined }), {
      text: { S: "a" },
      number: { N: "1.5" },
      yes: { BOOL: true },
      nothing: { NULL: true },
      set: { SS: ["a", "b"] },
      list: { L: [{ N: "1" }, { S: "b" }] },
      map: { M: { inner: { S: "c" } } },
    });
  });

  it("are read as they were written", () => {
    assert.deepEqual(fromItem(toItem(item)), item);
    const value = fc.letrec((tie) => ({
      any: fc.oneof(fc.string(), fc.integer(), fc.boolean(), tie("list"), tie("map")),
      list: fc.array(tie("any")),
      map: fc.dictionary(fc.string(), tie("any"), { noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(value.map, (given) => {
        assert.deepEqual(fromItem(toItem(given as Item)), given);
      }),
    );
  });

  it("are undefined where AWS has none, and skip what is binary", () => {
    assert.equal(fromItem(undefined), undefined);
    assert.deepEqual(fromItem({ bytes: { B: "AA==" } }), { bytes: undefined });
  });
});
