import assert from "node:assert/strict";
import { captureLog } from "../testing/captureLog.ts";
import { testCall } from "../testing/proxyCall.ts";
import { ProxyFailure } from "./failure.ts";
import { requestLog } from "./logRequest.ts";

const lineOf = async (metrics: "service" | "route" | undefined, failure?: ProxyFailure) => {
  const call = Object.assign(testCall(), { status: failure?.status ?? 200, failure });
  const { lines } = await captureLog(() => requestLog({ serviceName: "orders", metrics })(call));
  assert.equal(lines.length, 1);
  return lines[0]!;
};

describe("requestLog", () => {
  it("names the kind of a failure", async () => {
    const line = await lineOf(undefined, new ProxyFailure("unsigned", "no key"));

    assert.equal(line["level"], "error");
    assert.equal(line["status"], 503);
    assert.deepEqual([line["error"], line["reason"]], ["unsigned", "no key"]);
  });

  it("has no metrics by default", async () => {
    const line = await lineOf(undefined);
    assert.equal(line["_aws"], undefined);
    assert.equal(line["failed"], undefined);
  });

  for (const [metrics, dimensions] of [
    ["service", ["service"]],
    ["route", ["service", "route"]],
  ] as const) {
    it(`has metrics of each ${metrics} in CloudWatch's embedded format`, async () => {
      const line = await lineOf(metrics, new ProxyFailure("timeout", "late"));

      assert.equal(line["failed"], 1);
      const { Timestamp, CloudWatchMetrics } = line["_aws"] as Record<string, unknown>;
      assert.ok(Math.abs(Date.now() - Number(Timestamp)) < 60_000);
      const [directive] = CloudWatchMetrics as {
        Dimensions: string[][];
        Metrics: { Name: string }[];
      }[];
      assert.deepEqual(directive!.Dimensions, [dimensions]);
      for (const name of directive!.Dimensions.flat()) assert.equal(typeof line[name], "string");
      for (const { Name } of directive!.Metrics) assert.equal(typeof line[Name], "number", Name);
    });
  }
});
