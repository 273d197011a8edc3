import assert from "node:assert/strict";
import { coveredBy, includesAction, isEveryAction } from "./actions.ts";

describe("actions", () => {
  it("distinguishes all actions from all actions of a service", () => {
    assert.deepEqual(["*", "**", "*:*", "s3:*", "s*", ""].map(isEveryAction), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("covers actions and narrower patterns, in any case", () => {
    const isCovered = coveredBy(["ec2:Describe*", "sts:GetCallerIdentity"]);

    for (const action of ["ec2:DescribeSubnets", "EC2:describe*", "sts:getcalleridentity"]) {
      assert.ok(isCovered(action), action);
    }
    for (const action of ["ec2:*", "ec2:D*", "*", "sts:GetCallerIdentity2", "xec2:Describe"]) {
      assert.ok(!isCovered(action), action);
    }
  });

  it("recognizes patterns that include an action", () => {
    const patterns = ["iam:PassRole", "iam:*", "iam:Pass????", "IAM:pass*", "iam:Get*", "i.m:*"];

    assert.deepEqual(
      patterns.map((pattern) => includesAction(pattern, "iam:PassRole")),
      [true, true, true, true, false, false],
    );
  });
});
