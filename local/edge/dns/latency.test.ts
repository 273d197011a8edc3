import assert from "node:assert/strict";
import { Region } from "@pulumi/aws/types/enums/index.js";
import { awsRegions } from "../../../project/awsRegions.ts";
import { latencyMs } from "./latency.ts";

describe("latencyMs", () => {
  it("is zero within a region, and symmetric", () => {
    assert.equal(latencyMs("eu-west-1", "eu-west-1"), 0);
    assert.equal(latencyMs("eu-west-1", "us-east-1"), latencyMs("us-east-1", "eu-west-1"));
  });

  it("is about the time of light in fibre", () => {
    // Dublin to Virginia: about 5,500 km, there and back.
    assert.ok(Math.abs(latencyMs("eu-west-1", "us-east-1") - 55) < 3);
  });

  it("knows every region that the provider knows, except those of other partitions", () => {
    const otherPartition = /^(?:cn|eusc|us-gov)-|-iso[a-z]?-/;
    const regions = Object.values(Region).filter((region) => !otherPartition.test(region));

    assert.deepEqual(regions.toSorted(), Object.keys(awsRegions).toSorted());
  });

  it("is infinite to an unknown name", () => {
    for (const name of ["mars-north-1", "__proto__", ""]) {
      assert.equal(latencyMs(name, "eu-west-1"), Number.POSITIVE_INFINITY);
    }
  });
});
