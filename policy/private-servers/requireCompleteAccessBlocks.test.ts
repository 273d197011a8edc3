import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireCompleteAccessBlocks as rule } from "./requireCompleteAccessBlocks.ts";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const all = Object.fromEntries(flags.map((flag) => [flag, true]));
const bucketBlock = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

for (const type of [bucketBlock, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"]) {
  for (const flag of flags) {
    testRule(rule, type, {
      compliant: { bucket: unknown, ...all },
      failing: {
        [`${flag} off`]: { [flag]: false },
        [`${flag} left out`]: { [flag]: undefined },
        [`${flag} off beside an unknown value`]: [
          { [flag]: "false", [flags.find((other) => other !== flag)!]: unknown },
          flag,
        ],
      },
      undecided: { [flag]: { [flag]: unknown } },
    });
  }
}

testRule(rule, "aws:s3/accessPoint:AccessPoint", {
  compliant: { bucket: "orders" },
  passing: { "one flag": { publicAccessBlockConfiguration: { blockPublicAcls: true } } },
  failing: { "one flag off": { publicAccessBlockConfiguration: { blockPublicPolicy: false } } },
});

testRule(rule, "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", {
  compliant: { details: { name: "orders", regions: [] } },
  failing: { "one flag off": { details: { publicAccessBlock: { ignorePublicAcls: false } } } },
});

describe("require-complete-access-blocks", () => {
  it("sets missing flags and the provider's defaults", () => {
    const inputs: Record<string, unknown> = {
      bucket: "orders",
      blockPublicAcls: false,
      __defaults: ["blockPublicAcls"],
      blockPublicPolicy: true,
    };

    assert.equal(rule.remediate?.(inputs, bucketBlock), true);
    assert.deepEqual(judge(rule, { type: bucketBlock, props: inputs }).violations, []);
  });

  it("does not change flags that are off on purpose, complete or unknown", () => {
    const off = { ...all, restrictPublicBuckets: false };
    // The engine's placeholder for an unknown flag.
    const unclear = { ...all, blockPublicAcls: unknown };

    assert.equal(rule.remediate?.(off, bucketBlock), false);
    assert.equal(off.restrictPublicBuckets, false);
    assert.equal(rule.remediate?.({ ...all }, bucketBlock), false);
    assert.equal(rule.remediate?.(unclear, bucketBlock), false);
    assert.equal(rule.remediate?.({}, "aws:s3/accessPoint:AccessPoint"), false);
  });
});
