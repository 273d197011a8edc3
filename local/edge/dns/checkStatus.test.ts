import assert from "node:assert/strict";
import { Checker } from "./checker.ts";
import { checkStatus } from "./checkStatus.ts";
import { readZone } from "./readZone.ts";
import { type Change, stack } from "../testing/world.ts";

describe("Checker", () => {
  for (const [threshold, passed, expected] of [
    [3, "", true],
    [3, "--", true],
    [3, "---", false],
    [3, "--+--+--", true],
    [3, "---++", false],
    [3, "---+++", true],
    [3, "---++-++-++", false],
    [3, "-+-+-+-+-+-+", true],
    [1, "-", false],
    [1, "-+", true],
  ] as const) {
    it(`is ${expected ? "healthy" : "ill"} after "${passed}" with a threshold of ${threshold}`, () => {
      const checker = new Checker(threshold);

      for (const result of passed) checker.observe(result === "+");

      assert.equal(checker.healthy, expected);
    });
  }
});

describe("checkStatus", () => {
  /** The status of the region's calculated check, or of its deep one. */
  const status = (
    change: Change,
    opinions: { shallow?: boolean[]; deep?: boolean[] } = {},
    { id = "us-east-1", drained = false } = {},
  ) => {
    const { checks } = readZone([stack("us-east-1", change)])!;
    return checkStatus(id, checks, {
      opinions: (check) => (check.endsWith("shallow") ? opinions.shallow : opinions.deep) ?? [],
      isDrained: () => drained,
    });
  };

  for (const [what, actual, expected] of [
    ["without data", status({}), true],
    ["with both children", status({}, { shallow: [true], deep: [true] }), true],
    ["with one of two children", status({}, { shallow: [true], deep: [false] }), false],
    [
      "with one of two, of which one is enough",
      status({ calculated: { childHealthThreshold: 1 } }, { shallow: [true], deep: [false] }),
      true,
    ],
    ["if drained", status({}, {}, { drained: true }), false],
    [
      "with a threshold of more than the children",
      status({ calculated: { childHealthThreshold: 3 } }),
      false,
    ],
    [
      "with a threshold of 0",
      status({ calculated: { childHealthThreshold: 0 } }, { shallow: [false], deep: [false] }),
      true,
    ],
    ["if inverted", status({ calculated: { invertHealthcheck: true } }), false],
    [
      "if disabled",
      status({ calculated: { disabled: true } }, { shallow: [false], deep: [false] }),
      true,
    ],
    [
      "if disabled and inverted",
      status({ calculated: { disabled: true, invertHealthcheck: true } }),
      false,
    ],
    ["if there is no such check", status({}, {}, { id: "gone" }), true],
    [
      "of an alarm, which nothing measures",
      status({ endpoint: { type: "CLOUDWATCH_METRIC" } }, {}, { id: "us-east-1-deep" }),
      true,
    ],
  ] as const) {
    it(`is ${expected ? "healthy" : "ill"} ${what}`, () => assert.equal(actual, expected));
  }

  for (const [good, all, expected] of [
    [1, 3, true],
    [0, 3, false],
    [18, 100, false],
    [19, 100, true],
  ] as const) {
    it(`is ${expected ? "healthy" : "ill"} if ${good} of ${all} checkers say so`, () => {
      const deep = Array.from({ length: all }, (_, index) => index < good);

      assert.equal(status({}, { deep }, { id: "us-east-1-deep" }), expected);
    });
  }
});
