import assert from "node:assert/strict";
import { captureLog } from "../testing/captureLog.ts";
import { testCall } from "../testing/proxyCall.ts";
import { ProxyFailure } from "./failure.ts";
import { requestLog } from "./logRequest.ts";

const lineOf = async (metrics: string | undefined, failure?: ProxyFailure) => {
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
    assert.deepEqual([line["errorType"], line["error"]], ["unsigned", "no key"]);
  });

  it("has no metrics by default", async () => {
    const line = await lineOf(undefined);
    assert.equal(line["_aws"], undefined);
    assert.equal(line["failed"], undefined);
  });

  it("has the fields of metrics in CloudWatch's embedded format", async () => {
    const line = await lineOf('[{"Namespace":"Test"}]', new ProxyFailure("timeout", "late"));

    assert.equal(line["failed"], 1);
    const { Timestamp, CloudWatchMetrics } = line["_aws"] as Record<string, unknown>;
    assert.ok(Math.abs(Date.now() - Number(Timestamp)) < 60_000);
    assert.deepEqual(CloudWatchMetrics, [{ Namespace: "Test" }]);
    // Those that the platform's directives name.
    for (const name of ["service", "route"]) assert.equal(typeof line[name], "string");
    for (const name of ["durationMs", "upstreamMs", "attempts"]) {
      assert.equal(typeof line[name], "number", name);
    }
  });
});
