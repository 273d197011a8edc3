import assert from "node:assert/strict";
import { awsRegions, isAwsRegion, regionAdvice } from "./awsRegions.ts";
import { looksLikeRegion, splitStackName } from "./stackName.ts";

describe("AWS's regions", () => {
  it("all have the form of a region's name, and a place", () => {
    for (const [name, { place }] of Object.entries(awsRegions)) {
      assert.ok(looksLikeRegion(name), name);
      assert.ok(Math.abs(place[0]) <= 90 && Math.abs(place[1]) <= 180, name);
    }
  });

  it("include no names of JavaScript's own objects", () => {
    assert.deepEqual(["us-east-1", "us-east-9", "__proto__"].map(isAwsRegion), [
      true,
      false,
      false,
    ]);
  });

  for (const [name, advice] of [
    ["eu-wset-1", /^Did you mean "eu-west-1"\? /],
    ["us-gov-west-1", /^A region that AWS has opened since belongs in project\/awsRegions\.ts\.$/],
  ] as const) {
    it(`give advice for ${name}`, () => {
      assert.match(regionAdvice(name), advice);
    });
  }
});

describe("a stack's name", () => {
  for (const [name, expected] of [
    ["dev-us-east-1", { environment: "dev", region: "us-east-1" }],
    ["dev-qa-us-gov-west-1", { environment: "dev-qa", region: "us-gov-west-1" }],
    ["dev-edge", undefined],
    ["us-east-1", undefined],
  ] as const) {
    it(`${name} ${expected ? "consists of environment and region" : "is no region's"}`, () => {
      assert.deepEqual(splitStackName(name), expected);
    });
  }
});
