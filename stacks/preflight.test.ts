import assert from "node:assert/strict";
import { checkPlatform, secretOwners } from "./preflight.ts";

describe("the preflight of the platform", () => {
  it("accepts sizes and failures of its services and routes", () => {
    const config = {
      "palisade:services": '{"orders":{"cpu":512,"memoryMb":1024}}',
      "palisade:faults": '{"orders":{"errorShare":0.1},"GET /orders":false}',
    };

    assert.deepEqual(checkPlatform("dev-us-east-1", config), []);
    assert.deepEqual(checkPlatform("dev-us-east-1", {}), []);
  });

  it("names each that it has not", () => {
    const config = {
      "palisade:production": "true",
      "palisade:services": '{"order":{},"catalog":{"memoryMb":600}}',
      "palisade:functions": '{"report":{}}',
      "palisade:faults": '{"orders":{"byHeader":true}}',
    };

    const faults = checkPlatform("dev-us-east-1", config);

    assert.deepEqual(
      faults.map((fault) => fault.replace("stacks/Pulumi.dev-us-east-1.yaml: palisade:", "")),
      [
        "services.order is not a valid name; allowed: orders, catalog.",
        "services.catalog.memoryMb is 600; allowed: 512, 1024 or 2048 with 256 CPU units. Choose a size that Fargate offers, or more CPU.",
        "functions.report is not a valid name; allowed: none: the platform has no functions.",
        "faults.orders.byHeader is true; allowed: false in production. Callers must not be able to cause failures there. Set shares instead.",
      ],
    );
  });

  it("has every service", () => {
    assert.deepEqual(secretOwners("local"), [
      { name: "local-orders", secrets: [] },
      { name: "local-catalog", secrets: [] },
    ]);
  });
});
