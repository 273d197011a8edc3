import assert from "node:assert/strict";
import fc from "fast-check";
import { queryOf } from "./query.ts";

describe("queryOf", () => {
  for (const parameters of [null, {}]) {
    it(`makes no query of ${JSON.stringify(parameters)}`, () => {
      assert.equal(queryOf(parameters), "");
    });
  }

  it("keeps the order of a name's values and encodes what has a meaning", () => {
    const parameters = { tag: ["b", "a,c", "1+1=2"], "a b": ["x y"], empty: [""] };

    assert.equal(queryOf(parameters), "?tag=b&tag=a%2Cc&tag=1%2B1%3D2&a%20b=x%20y&empty=");
  });

  it("gives a service that decodes it what API Gateway had decoded", () => {
    const values = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), values), (parameters) => {
        const decoded = new URLSearchParams(queryOf(parameters));
        for (const [name, expected] of Object.entries(parameters)) {
          assert.deepEqual(decoded.getAll(name), expected);
        }
      }),
    );
  });

  it("does not stumble over half a surrogate pair", () => {
    assert.equal(queryOf({ a: ["\udc00"] }), "?a=%EF%BF%BD");
  });
});
