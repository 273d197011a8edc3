import assert from "node:assert/strict";
import { createTarget, inOrder, latencyMs } from "./regions.ts";

const nearest = (client: string | undefined, ...regions: string[]) =>
  inOrder(
    regions.map((name) => createTarget(name, "http://127.0.0.1:1")),
    client,
  )[0]?.name;

describe("latencyMs", () => {
  it("is zero within a region, and symmetric", () => {
    assert.equal(latencyMs("eu-west-1", "eu-west-1"), 0);
    assert.equal(latencyMs("eu-west-1", "us-east-1"), latencyMs("us-east-1", "eu-west-1"));
  });

  it("is about the time of light in fibre", () => {
    // Dublin to Virginia: about 5,500 km, there and back.
    assert.ok(Math.abs(latencyMs("eu-west-1", "us-east-1") - 55) < 3);
  });
});

describe("inOrder", () => {
  for (const [client, expected] of [
    ["us-east-1", "us-east-1"],
    ["eu-west-1", "eu-west-1"],
    ["us-west-2", "us-east-1"],
    ["sa-east-1", "us-east-1"],
    ["eu-central-1", "eu-west-1"],
    ["af-south-1", "eu-west-1"],
    ["ap-south-1", "eu-west-1"],
    [undefined, "us-east-1"],
    ["mars-north-1", "us-east-1"],
    ["__proto__", "us-east-1"],
  ] as const) {
    it(`sends ${client ?? "a client without a location"} to ${expected}`, () => {
      assert.equal(nearest(client, "us-east-1", "eu-west-1"), expected);
    });
  }

  it("puts healthy regions before nearer ones, and omits none", () => {
    const targets = ["us-east-1", "eu-west-1"].map((name) =>
      createTarget(name, "http://127.0.0.1:1"),
    );
    targets[0]!.healthy = false;

    assert.deepEqual(
      inOrder(targets, "us-east-1").map(({ name }) => name),
      ["eu-west-1", "us-east-1"],
    );
  });
});
