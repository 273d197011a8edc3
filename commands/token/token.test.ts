import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run as call } from "./call.ts";
import { run as token } from "./index.ts";
import { unknown } from "../../local/tokens/tokenError.ts";

/** A folder of which no platform runs. */
describe("npm run token and npm run call", () => {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), "palisade-token-"))));
  after(() => rm(folder, { recursive: true }));

  for (const [run, args, expected] of [
    [token, [], /No platform runs on this machine\. Start one with "npm start"/],
    [token, ["--url", "http://127.0.0.1:1"], /No platform of this folder runs at http/],
    [token, ["--env", "prod"], /not from "prod": its users sign in themselves\. Leave out --env/],
    [token, ["--machine", "billing", "--user", "ada@example.com"], /cannot be used with/],
    [token, ["--id", "--scope", "orders/read"], /cannot be used with/],
    [token, ["--id", "--access"], /cannot be used with/],
    [call, ["GET", "/orders"], /No platform runs on this machine/],
    [call, ["GET", "/orders", "--env", "prod"], /not from "prod"/],
    [call, ["GET"], /missing required argument 'path'/],
    [call, ["GET", "orders"], /begins with \//],
    [call, ["GET", "/orders?item=green tea"], /encoded/],
    [call, ["GE T", "/orders"], /Must be a method/],
    [call, ["GET", "/orders", "-H", "x-api-key"], /Must be a name and a value/],
    [call, ["GET", "/orders", "--no-token", "--user", "ada@example.com"], /cannot be used with/],
  ] as const) {
    it(`refuses ${run === token ? "token" : "call"} ${args.join(" ")}`, async () => {
      const { code, stdout, stderr } = await runCommand(run, args, folder);

      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, expected);
    });
  }

  it("suggests the name that was meant, and lists those that exist", () => {
    assert.equal(
      unknown("group", "staf", ["staff", "admins"]).message,
      'The platform has no group "staf". Did you mean "staff"? Use one of: admins, staff.',
    );
    assert.equal(
      unknown("machine", "billing", []).message,
      'The platform has no machine "billing". It has none.',
    );
  });
});
