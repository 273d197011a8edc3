import assert from "node:assert/strict";
import type { Properties, Resource } from "../../graph/resource.ts";
import { readUsagePlans } from "./plans.ts";

const resource = (type: string, id: string, outputs: Properties): Resource => ({
  type: `aws:apigateway/${type}`,
  name: id,
  id,
  inputs: {},
  outputs,
});

const key = (id: string, more: Properties = {}) =>
  resource("apiKey:ApiKey", id, {
    name: `${id}-1a2b`,
    value: `value-${id}`,
    enabled: true,
    ...more,
  });
const held = (keyId: string, usagePlanId: string) =>
  resource("usagePlanKey:UsagePlanKey", keyId, { keyId, usagePlanId });
const plan = (outputs: Properties = {}) =>
  resource("usagePlan:UsagePlan", "p1", { name: "plan-1a2b", ...outputs });

describe("readUsagePlans", () => {
  it("reads a plan with its limits, stages and keys", () => {
    const throttles = [{ path: "/orders/{id}/GET", rateLimit: 1, burstLimit: 2 }];

    const plans = readUsagePlans([
      plan({
        throttleSettings: { rateLimit: 10, burstLimit: 20 },
        quotaSettings: { limit: 100, period: "WEEK", offset: 3 },
        apiStages: [{ apiId: "abc123", stage: "dev", throttles }],
      }),
      key("k1"),
      key("k2", { enabled: false }),
      key("k3"),
      held("k1", "p1"),
      held("k2", "p1"),
      held("k3", "other"),
    ]);

    assert.deepEqual(plans, [
      {
        id: "p1",
        name: "plan-1a2b",
        throttle: { ratePerSecond: 10, burst: 20 },
        quota: { limit: 100, period: "WEEK", offset: 3 },
        stages: [
          {
            apiId: "abc123",
            stageName: "dev",
            throttles: new Map([["GET /orders/{id}", { ratePerSecond: 1, burst: 2 }]]),
          },
        ],
        keys: [
          { id: "k1", name: "k1-1a2b", value: "value-k1", enabled: true },
          { id: "k2", name: "k2-1a2b", value: "value-k2", enabled: false },
        ],
      },
    ]);
  });

  it("uses the program's names for plans and keys", () => {
    const names = new Map([
      ["p1", "gold"],
      ["k1", "acme"],
    ]);

    const [gold] = readUsagePlans([plan(), key("k1"), held("k1", "p1")], names);

    assert.deepEqual([gold?.name, gold?.keys[0]?.name], ["gold", "acme"]);
  });

  it("reads no limit from a plan without one", () => {
    const [free] = readUsagePlans([plan()]);

    assert.deepEqual(free?.throttle, {});
    assert.equal(free?.quota, undefined);
  });
});
