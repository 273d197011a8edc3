import assert from "node:assert/strict";
import { ControlError } from "./controlError.ts";
import { selectUsage } from "./usage.ts";

const gold = {
  plan: "gold",
  planId: "a1b2c3",
  quota: { limit: 10, period: "DAY" },
  keys: [{ key: "acme", keyId: "k1", usedToday: 3, remaining: 7 }],
};
const usage = [
  { region: "us-east-1", plans: [gold, { ...gold, plan: "silver" }] },
  { region: "eu-west-1", plans: [gold] },
];

describe("selectUsage", () => {
  it("returns a plan's usage in each region that has it", () => {
    const body = selectUsage(usage, "gold", null);

    const { plan: _, ...rest } = gold;
    assert.deepEqual(body, {
      plan: "gold",
      regions: [
        { region: "us-east-1", ...rest },
        { region: "eu-west-1", ...rest },
      ],
    });
  });

  it("returns the usage in one region", () => {
    const { regions } = selectUsage(usage, "gold", "eu-west-1");

    assert.deepEqual(
      regions.map(({ region }) => region),
      ["eu-west-1"],
    );
  });

  for (const [plan, region, status, message] of [
    ["bronze", null, 404, 'Unknown usage plan "bronze". Use one of: gold, silver.'],
    ["silver", "eu-west-1", 404, 'Unknown usage plan "silver". Use one of: gold, silver.'],
    [
      "gold",
      "mars-north-1",
      404,
      /^Unknown region "mars-north-1"\. Use one of: us-east-1, eu-west-1\.$/,
    ],
    [null, null, 400, /\?plan= is required\. Use one of: gold, silver/],
  ] as const) {
    it(`refuses ${plan} in ${region}, and lists the allowed values`, () => {
      const select = () => selectUsage(usage, plan, region);

      assert.throws(select, (error: ControlError) => error.status === status);
      assert.throws(select, { message: new RegExp(message) });
    });
  }

  it("reports that no plan is defined", () => {
    const select = () => selectUsage([{ region: "us-east-1", plans: [] }], "gold", null);

    assert.throws(select, new ControlError(404, 'Unknown usage plan "gold". No plan is defined.'));
  });
});
