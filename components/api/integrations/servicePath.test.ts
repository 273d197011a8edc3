import assert from "node:assert/strict";
import { parseRoutes } from "../route/parseRoutes.ts";
import { lambdaProxy, servicePaths } from "./lambdaProxy.ts";
import { vpcLink } from "./vpcLink.ts";

describe("a route with a path of its own at the service", () => {
  it("is known to the function of its service", () => {
    const routes = parseRoutes({
      "GET /health": lambdaProxy("orders", { servicePath: "/ready" }),
      "ANY /old/{proxy+}": lambdaProxy("orders", { servicePath: "/gone" }),
      "GET /orders": lambdaProxy("orders"),
      "GET /catalog": lambdaProxy("catalog", { servicePath: "/list" }),
      "GET /linked": vpcLink("orders"),
    });

    assert.deepEqual(servicePaths(routes, "orders"), {
      "GET /health": "/ready",
      "ANY /old/{proxy+}": "/gone",
    });
  });

  for (const servicePath of ["ready", "", "/a b", "/ä"]) {
    it(`refuses the path ${JSON.stringify(servicePath)} at the service`, () => {
      assert.throws(() => parseRoutes({ "GET /a": lambdaProxy("orders", { servicePath }) }), {
        message: /servicePath is ".*"; allowed: a path without spaces that begins with \//,
      });
    });
  }
});
