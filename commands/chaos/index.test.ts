import assert from "node:assert/strict";
import { runCommand } from "../../project/testing/runCommand.ts";
import type { EdgeStatus } from "../running/edgeClient.ts";
import { run } from "./index.ts";
import { assertUntouched, chooseTargets } from "./platform.ts";

describe("npm run chaos", () => {
  for (const [line, message] of [
    ["", /required option '--scenario <names>'/],
    ["--scenario meteor", /Must be all, or some of: region-outage, slow-region, flapping, home-/],
    ["--scenario drain --rps 9", /Must be a number from 10 to 400/],
    ["--scenario drain --seconds no", /Must be a number from 2 to 3600/],
    ["--scenario drain --target moon", /Must be a list of regions/],
    ["--scenario drain --url http://127.0.0.1:1 --env local", /cannot be used with option '--env/],
    [
      "--scenario drain --url http://127.0.0.1:1",
      /RunningError: No platform of this folder runs at http:\/\/127\.0\.0\.1:1\. Those that run: none/,
    ],
  ] as const) {
    it(`refuses: ${line}`, async () => {
      const args = line === "" ? [] : line.split(" ");
      const { code, stdout, stderr } = await runCommand(run, args, "/no-such-folder");

      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [1, ""]);
    });
  }

  for (const [given, expected] of [
    [undefined, ["eu-west-1"]],
    [["us-east-1"], ["us-east-1"]],
    [
      ["sa-east-1", "eu-west-1", "sa-east-1"],
      ["sa-east-1", "eu-west-1"],
    ],
    [["us-west-2"], /no region "us-west-2"; it has us-east-1, eu-west-1, sa-east-1/],
    [["us-east-1", "eu-west-1", "sa-east-1"], /must leave at least one region/],
  ] as const) {
    it(`chooses of three regions: ${given?.join(", ") ?? "none given"}`, () => {
      const choose = () =>
        chooseTargets(["us-east-1", "eu-west-1", "sa-east-1"], "us-east-1", given);

      if (expected instanceof RegExp) assert.throws(choose, expected);
      else assert.deepEqual(choose(), expected);
    });
  }

  it("needs two regions", () => {
    assert.throws(
      () => chooseTargets(["us-east-1"], "us-east-1", undefined),
      /only us-east-1\. Scenarios need two/,
    );
  });

  for (const [changes, expected] of [
    [{}, undefined],
    [{ state: "stopped", healthy: false }, /eu-west-1 is stopped\./],
    [{ healthy: false }, /eu-west-1 is unhealthy\./],
    [{ drained: true, healthy: false }, /eu-west-1 is drained\./],
    [{ delayMs: 5 }, /eu-west-1 is slowed by 5 ms\./],
  ] as const) {
    it(`begins only with healthy regions: ${JSON.stringify(changes)}`, () => {
      const region = { state: "running", healthy: true, routed: true, ...changes };
      const status: EdgeStatus = { edge: { failovers: 0 }, regions: { "eu-west-1": region } };

      if (expected) assert.throws(() => assertUntouched(status), expected);
      else assertUntouched(status);
    });
  }
});
