import assert from "node:assert/strict";
import type { CanaryModel } from "./model.ts";
import { createModel, lambda, serve, type TestGateway } from "./testing/gateway.ts";
import { send } from "./testing/http.ts";

const paths = { "/items": { get: lambda() } };
const accessLogFormat = "$context.isCanaryRequest $context.deploymentId";
const variables = { color: "blue", size: "s" };

async function serveCanary(canary: CanaryModel | undefined, limits = {}): Promise<TestGateway> {
  const throttles = { everyMethod: limits, methods: new Map() };
  return serve(createModel({ paths }, { accessLogFormat, variables, canary, throttles }));
}

const call = ({ port }: TestGateway) => send(port, "/dev/items");

describe("a canary release", () => {
  it("responds to its percentage of the calls", async () => {
    const gateway = await serveCanary({ percent: 50, deploymentId: "dep2", variables: {} });
    for (let count = 0; count < 400; count++) await call(gateway);
    await gateway.close({ graceMs: 1000 });

    // Half of 400 within seven standard deviations fails once in 10^11 runs.
    const canary = gateway.logLines.filter((line) => line === "true dep2").length;
    assert.ok(canary > 130 && canary < 270, `${canary} of 400`);
    assert.equal(gateway.logLines.filter((line) => line === "false dep1").length, 400 - canary);
  });

  it("overrides the stage's variables", async () => {
    const override = { percent: 100, deploymentId: "dep2", variables: { color: "green" } };
    const gateway = await serveCanary(override);
    await call(gateway);
    await gateway.close({ graceMs: 1000 });

    assert.deepEqual(gateway.events[0]?.stageVariables, { color: "green", size: "s" });
  });

  it("receives no calls at 0 percent", async () => {
    const gateway = await serveCanary({ percent: 0, deploymentId: "dep2", variables: {} });
    for (let count = 0; count < 20; count++) await call(gateway);
    await gateway.close({ graceMs: 1000 });

    assert.deepEqual(new Set(gateway.logLines), new Set(["false dep1"]));
  });

  it("shares the stage's limits", async () => {
    const canary = { percent: 50, deploymentId: "dep2", variables: {} };
    const gateway = await serveCanary(canary, { ratePerSecond: 0.001, burst: 10 });
    const responses = await Promise.all(Array.from({ length: 40 }, () => call(gateway)));
    await gateway.close({ graceMs: 1000 });

    assert.equal(responses.filter(({ status }) => status === 200).length, 10);
  });

  it("is missing from the log of a stage without one", async () => {
    const gateway = await serveCanary(undefined);
    await call(gateway);
    await gateway.close({ graceMs: 1000 });

    assert.deepEqual(gateway.logLines, ["- dep1"]);
  });
});

// AWS API Gateway API Reference, "CanarySettings", useStageCache.
describe("the cache of a canary release", () => {
  const caching = { sizeGb: 0.5, everyMethod: { enabled: true }, methods: new Map() };
  for (const [useStageCache, calls] of [
    [true, 1],
    [false, 2],
    [undefined, 2],
  ] as const) {
    it(`is ${useStageCache ? "the stage's" : "its own"} with useStageCache ${useStageCache}`, async () => {
      const canary = { percent: 50, deploymentId: "dep2", variables: {}, useStageCache };
      const model = createModel(
        { paths },
        { accessLogFormat, canary: canary as CanaryModel, caching },
      );
      const gateway = await serve(model);
      const releases = new Set<string>();
      while (releases.size < 2) {
        await call(gateway);
        for (const line of gateway.logLines.splice(0)) releases.add(line);
      }
      await gateway.close({ graceMs: 1000 });

      assert.equal(gateway.events.length, calls);
    });
  }
});
