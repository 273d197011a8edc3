import assert from "node:assert/strict";
import { runCommand } from "../project/testing/runCommand.ts";
import { run as capacity } from "./capacity/index.ts";
import { run as chaos } from "./chaos/index.ts";
import { run as fuzz } from "./fuzz/index.ts";
import { run as messages } from "./messages/index.ts";
import { run as openapi } from "./openapi.ts";
import { run as policy } from "./policy/index.ts";
import { run as region } from "./region/index.ts";
import { run as template } from "./template/index.ts";
import { run as call } from "./token/call.ts";
import { run as token } from "./token/index.ts";
import { run as tune } from "./tune/index.ts";
import { run as usage } from "./usage/index.ts";
import { run as users } from "./users/index.ts";

/** Each with the arguments that it requires. */
const commands = [
  ["call", call, "GET", "/orders"],
  ["capacity", capacity, "--rps", "100"],
  ["chaos", chaos, "--scenario", "drain"],
  ["fuzz", fuzz],
  ["messages", messages],
  ["openapi", openapi],
  ["policy", policy, "--graph", "export.json"],
  ["region", region, "list", "--env", "dev"],
  ["template", template, "GET /", "--event", "event.json"],
  ["token", token],
  ["tune", tune, "orders"],
  ["usage", usage, "--plan", "gold"],
  ["users", users, "list"],
] as const;

describe("every command", () => {
  for (const [name, run, ...required] of commands) {
    it(`prints its options: npm run ${name} -- --help`, async () => {
      const { code, stdout, stderr } = await runCommand(run, ["--help"]);

      assert.match(stdout, new RegExp(`^Usage: npm run ${name} -- .*\\n[^]*--help`));
      assert.deepEqual([code, stderr], [0, ""]);
    });

    it(`refuses an unknown option: npm run ${name} -- --no-such`, async () => {
      const { code, stdout, stderr } = await runCommand(run, [...required, "--no-such"]);

      assert.match(stderr, /unknown option '--no-such'/);
      assert.deepEqual([code, stdout], [name === "policy" ? 2 : 1, ""]);
    });
  }
});

describe("npm run usage", () => {
  it("prints the error of a missing platform", async () => {
    const { code, stdout, stderr } = await runCommand(usage, ["--plan", "gold"], "/no-such-folder");

    assert.match(stderr, /UsageError: No platform is running on this machine .*npm start/);
    assert.deepEqual([code, stdout], [1, ""]);
  });
});
