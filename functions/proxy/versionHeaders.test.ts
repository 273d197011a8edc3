import assert from "node:assert/strict";
import { versionHeaders } from "./versionHeaders.ts";

const byVersion = { v1: { Sunset: "Wed, 30 Jun 2027 00:00:00 GMT" } };

describe("versionHeaders", () => {
  it("tells of the version that the route's path begins with", () => {
    assert.deepEqual(versionHeaders({ resource: "/v1/orders/{id}" }, byVersion), {
      sunset: ["Wed, 30 Jun 2027 00:00:00 GMT"],
    });
  });

  for (const resource of ["/v2/orders", "/orders/v1", "/v1x", "/", "/constructor", "/{proxy+}"]) {
    it(`tells nothing for ${resource}`, () => {
      assert.deepEqual(versionHeaders({ resource }, byVersion), {});
    });
  }
});
