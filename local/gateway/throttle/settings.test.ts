import assert from "node:assert/strict";
import { RestApiDefinitionError } from "../errors.ts";
import { readThrottles } from "./settings.ts";

describe("readThrottles", () => {
  const paths: [methodPath: string, route: string][] = [
    ["orders/GET", "GET /orders"],
    ["/orders/GET", "GET /orders"],
    ["orders/{id}/DELETE", "DELETE /orders/{id}"],
    ["~1orders~1{id}/POST", "POST /orders/{id}"],
    ["/GET", "GET /"],
    ["~1/GET", "GET /"],
    ["{proxy+}/ANY", "ANY /{proxy+}"],
  ];
  for (const [methodPath, route] of paths) {
    it(`reads "${methodPath}" as ${route}`, () => {
      const settings = { throttlingRateLimit: 5, throttlingBurstLimit: 2 };

      const throttles = readThrottles("api", [{ methodPath, settings }]);

      assert.deepEqual([...throttles.methods], [[route, { ratePerSecond: 5, burst: 2 }]]);
    });
  }

  it("reads */* as the limit of every method", () => {
    const settings = { throttlingRateLimit: 100, throttlingBurstLimit: 50 };

    const throttles = readThrottles("api", [{ methodPath: "*/*", settings }]);

    assert.deepEqual(throttles.everyMethod, { ratePerSecond: 100, burst: 50 });
    assert.equal(throttles.methods.size, 0);
  });

  it("treats -1 and a missing value as unset, and 0 as a limit", () => {
    const settings = { throttlingRateLimit: -1, throttlingBurstLimit: 0, loggingLevel: "INFO" };

    const throttles = readThrottles("api", [{ methodPath: "orders/GET", settings }]);

    assert.deepEqual(throttles.methods.get("GET /orders"), { burst: 0 });
  });

  it("refuses a path without a method", () => {
    assert.throws(
      () => readThrottles("api", [{ methodPath: "orders", settings: {} }]),
      RestApiDefinitionError,
    );
  });
});
