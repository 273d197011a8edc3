import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireCompleteAccessBlocks as rule } from "./requireCompleteAccessBlocks.ts";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const all = Object.fromEntries(flags.map((flag) => [flag, true]));
const bucketBlock = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

describe("require-complete-access-blocks", () => {
  for (const type of [bucketBlock, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"]) {
    for (const flag of flags) {
      testRule(rule, {
        compliant: { type, props: { bucket: unknown, ...all } },
        failing: {
          [`${flag} off`]: [{ [flag]: false }, flag],
          [`${flag} left out`]: [{ [flag]: undefined }, flag],
          [`${flag} off beside what is not known`]: [
            { [flag]: "false", [flags.find((other) => other !== flag)!]: unknown },
            flag,
          ],
        },
        undecided: { [flag]: { [flag]: unknown } },
      });
    }
  }

  testRule(rule, {
    compliant: { type: "aws:s3/accessPoint:AccessPoint", props: { bucket: "orders" } },
    passing: { "one flag": { publicAccessBlockConfiguration: { blockPublicAcls: true } } },
    failing: {
      "one flag off": [
        { publicAccessBlockConfiguration: { blockPublicPolicy: false } },
        "publicAccessBlockConfiguration.blockPublicPolicy",
      ],
    },
  });
  testRule(rule, {
    compliant: {
      type: "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
      props: { details: { name: "orders", regions: [] } },
    },
    failing: {
      "one flag off": [
        { details: { publicAccessBlock: { ignorePublicAcls: false } } },
        "details.publicAccessBlock.ignorePublicAcls",
      ],
    },
  });

  it("sets what is left out, and what the provider fills in", () => {
    const inputs: Record<string, unknown> = {
      bucket: "orders",
      blockPublicAcls: false,
      __defaults: ["blockPublicAcls"],
      blockPublicPolicy: true,
    };

    assert.equal(rule.remediate?.(inputs, bucketBlock), true);
    assert.deepEqual(judge(rule, { type: bucketBlock, props: inputs }).violations, []);
  });

  it("leaves alone what is off on purpose, or complete, or not known", () => {
    const off = { ...all, restrictPublicBuckets: false };
    // What the engine writes for a flag that is not known.
    const unclear = { ...all, blockPublicAcls: unknown };

    assert.equal(rule.remediate?.(off, bucketBlock), false);
    assert.equal(off.restrictPublicBuckets, false);
    assert.equal(rule.remediate?.({ ...all }, bucketBlock), false);
    assert.equal(rule.remediate?.(unclear, bucketBlock), false);
    assert.equal(rule.remediate?.({}, "aws:s3/accessPoint:AccessPoint"), false);
  });
});
