// @ts-check
import assert from "node:assert/strict";
import { json } from "../testing/loopback.js";
import { startService } from "../testing/serviceProcess.js";

describe("the catalog service's process", () => {
  it("serves its products until SIGINT, and exits with 0", async () => {
    const { child, exitCode, url } = await startService("catalog", { AWS_REGION: "us-east-1" });

    const { items } = await json(await fetch(`${url}/catalog`));
    child.kill("SIGINT");

    assert.ok(items.length > 0);
    assert.equal(await exitCode, 0);
  });
});
