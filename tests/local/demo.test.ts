import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "../support/platformProcess.ts";

describe("npm run demo", function () {
  this.timeout(120_000);

  it("starts a platform, walks through it and stops it", async () => {
    const { stdout } = await promisify(execFile)("npm", ["run", "demo"], { cwd: root });

    for (const expected of [
      "401",
      "signs up",
      "201 us-east-1",
      "refused with 429",
      "200 eu-west-1",
      "us-east-1 is back",
    ]) {
      assert.ok(stdout.includes(expected), `"${expected}" is not in:\n${stdout}`);
    }
  });
});
