// @ts-check
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { startFakeDynamo } from "../testing/fakeDynamo.js";
import { startService } from "../testing/serviceProcess.js";

const SERVER = `${import.meta.dirname}/server.js`;

describe("the orders service's process", () => {
  it("finishes the requests in progress on SIGTERM, accepts no more, and exits with 0", async () => {
    const events = new EventEmitter();
    const dynamo = await startFakeDynamo(async () => {
      events.emit("asked");
      await once(events, "respond");
      return {};
    });
    const { child, exitCode, logged, url } = await startService("orders", {
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL: dynamo.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ORDERS_TABLE: "orders-table",
    });

    try {
      const asked = once(events, "asked");
      const response = fetch(`${url}/orders`, {
        method: "POST",
        headers: { "x-user-sub": "ann", "content-type": "application/json" },
        body: '{ "item": "Key", "quantity": 1 }',
      });
      await asked;
      child.kill("SIGTERM");
      await logged("stopping on SIGTERM");
      await assert.rejects(fetch(`${url}/health`), "a new connection is refused");
      events.emit("respond");

      const { status, headers } = await response;
      assert.equal(status, 201);
      assert.equal(headers.get("connection"), "close");
      assert.equal(await exitCode, 0);
    } finally {
      child.kill("SIGKILL");
      dynamo.server.closeAllConnections();
      dynamo.server.close();
    }
  });

  /** @type {[string, Record<string, string>][]} */
  const wrong = [
    ["AWS_REGION is not set", { ORDERS_TABLE: "t" }],
    ["ORDERS_TABLE is not set", { AWS_REGION: "us-east-1" }],
    ['PORT is "http"', { ORDERS_TABLE: "t", AWS_REGION: "us-east-1", PORT: "http" }],
    ['PORT is "65536"', { ORDERS_TABLE: "t", AWS_REGION: "us-east-1", PORT: "65536" }],
  ];
  for (const [message, env] of wrong) {
    it(`does not start if ${message}, and reports it`, () => {
      const { status, stderr } = spawnSync(process.execPath, [SERVER], { env, encoding: "utf8" });
      assert.equal(status, 1);
      assert.ok(stderr.includes(`ConfigurationError: ${message}. Set it to `), stderr);
    });
  }
});
