import assert from "node:assert/strict";
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
  it("tells a plan's use in each region that has it", () => {
    const { status, body } = selectUsage(usage, "gold", null);

    const { plan: _, ...rest } = gold;
    assert.equal(status, 200);
    assert.deepEqual(body, {
      plan: "gold",
      regions: [
        { region: "us-east-1", ...rest },
        { region: "eu-west-1", ...rest },
      ],
    });
  });

  it("tells that of one region", () => {
    const { body } = selectUsage(usage, "gold", "eu-west-1");

    assert.deepEqual("regions" in body && body.regions.map(({ region }) => region), ["eu-west-1"]);
  });

  for (const [plan, region, status, message] of [
    ["bronze", null, 404, 'There is no usage plan "bronze"; there are gold, silver.'],
    ["silver", "eu-west-1", 404, 'There is no usage plan "silver"; there are gold, silver.'],
    ["gold", "mars-north-1", 404, /no region "mars-north-1"; there are us-east-1, eu-west-1/],
    [null, null, 400, /Say which usage plan.*gold, silver/],
  ] as const) {
    it(`refuses ${plan} in ${region}, and says what there is`, () => {
      const answer = selectUsage(usage, plan, region);

      assert.equal(answer.status, status);
      assert.match("message" in answer.body ? answer.body.message : "", new RegExp(message));
    });
  }

  it("says that there is no plan at all", () => {
    const answer = selectUsage([{ region: "us-east-1", plans: [] }], "gold", null);

    assert.deepEqual(answer.body, { message: 'There is no usage plan "gold"; there is none.' });
  });
});
