import assert from "node:assert/strict";
import type { Properties } from "../graph/resource.ts";
import { unknownValue } from "../../project/signatures.ts";
import { checkRandom, createRandom, seededChooser } from "./random.ts";

const type = "random:index/randomPassword:RandomPassword";
const make = (inputs: Properties, seed = "seed") =>
  createRandom(inputs, seededChooser(seed)).result;

describe("the provider of the package random", () => {
  for (const [inputs, form] of [
    [{ length: 48, special: false }, /^[A-Za-z0-9]{48}$/],
    [{ length: 30, lower: false, upper: false, special: false }, /^[0-9]{30}$/],
    [{ length: 30, lower: false, upper: false, special: false, number: true }, /^[0-9]{30}$/],
    [{ length: 30, number: false, special: false }, /^[A-Za-z]{30}$/],
    [
      { length: 20, numeric: false, lower: false, upper: false, overrideSpecial: "-_" },
      /^[-_]{20}$/,
    ],
    [
      { length: 4, minNumeric: 3, minSpecial: 1, lower: false, upper: false },
      /^(?=(?:.*\d){3}).{4}$/,
    ],
  ] as const) {
    it(`makes a password of ${JSON.stringify(inputs)}`, () => {
      assert.deepEqual(checkRandom(type, inputs), []);
      assert.match(make(inputs), form);
    });
  }

  it("makes the same password of the same seed, and another one of another seed", () => {
    const inputs = { length: 32 };

    assert.equal(make(inputs, "a"), make(inputs, "a"));
    assert.notEqual(make(inputs, "a"), make(inputs, "b"));
  });

  for (const [inputs, property, reason] of [
    [{}, "length", /^must be a whole number from 1; it is undefined$/],
    [{ length: 0 }, "length", /it is 0$/],
    [
      { length: 8, minLower: 9 },
      "length",
      /^is 8, but the minimums of its characters add up to 9$/,
    ],
    [
      { length: 8, lower: false, upper: false, numeric: false, special: false },
      "special",
      /^is false/,
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(inputs)}`, () => {
      const [failure] = checkRandom(type, inputs);

      assert.equal(failure?.property, property);
      assert.match(failure?.reason ?? "", reason);
    });
  }

  it("accepts a length that is not known yet", () => {
    assert.deepEqual(checkRandom(type, { length: unknownValue }), []);
  });

  it("refuses other types by their names", () => {
    const type = "random:index/randomId:RandomId";
    assert.throws(() => checkRandom(type, {}), { name: "UnknownTypeError", message: /RandomId/ });
  });
});
