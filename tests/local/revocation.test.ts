import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess } from "../support/platformProcess.ts";
import { copyProject } from "../support/projectCopy.ts";
import { App, newUser } from "../support/users.ts";

const home = "us-east-1";
const regions = [home, "eu-west-1"];

/** A copy of the project whose sessions can be ended. */
async function copyWithRevocation(): Promise<string> {
  const folder = await copyProject();
  const file = join(folder, "stacks/platform.ts");
  const change = (text: string, from: string, to: string) => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  };
  let text = await readFile(file, "utf8");
  text = change(text, "lambdaProxy, sqs", "lambdaProxy, signOut, sqs");
  text = change(
    text,
    'name: "Palisade",',
    'name: "Palisade", identity: { revocation: { withinSeconds: 2 } },',
  );
  text = change(
    text,
    "  routes: {",
    '  routes: {\n    "POST /sign-out": signOut(),\n    "POST /sign-out/here": signOut({ sessions: "own" }),',
  );
  await writeFile(file, text);
  return folder;
}

/** Shows what docs/tokens.md promises, in both regions. */
describe("a platform whose sessions can be ended", function () {
  this.timeout(180_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;

  before(async () => {
    folder = await copyWithRevocation();
    platform = PlatformProcess.in(folder, "--env", "local", "--port", "0");
    state = await platform.ready();
  });
  after(async () => {
    await platform.stop();
    await rm(folder, { recursive: true });
  });

  const call = async (region: string, line: string, token: string) => {
    const [method = "", path = ""] = line.split(" ");
    const headers = { authorization: token };
    const response = await fetch(`${state.regions[region]!.api}${path}`, { method, headers });
    await response.arrayBuffer();
    return response.status;
  };
  /** Calls until the region has heard of the revocation. */
  const untilRefused = async (region: string, token: string) => {
    for (;;) {
      const status = await call(region, "GET /orders", token);
      if (status === 401) return;
      assert.equal(status, 200);
    }
  };

  it("ends one session in every region, and no other", async () => {
    const app = App.of(state);
    const { idToken: phone } = await newUser(state, "ann@example.com");
    const { IdToken: laptop, RefreshToken } = await app.signIn("ann@example.com");
    for (const region of regions) assert.equal(await call(region, "GET /orders", phone), 200);

    assert.equal(await call("eu-west-1", "POST /sign-out/here", phone), 204);

    for (const region of regions) await untilRefused(region, phone);
    for (const region of regions) assert.equal(await call(region, "GET /orders", laptop!), 200);
    const { AuthenticationResult } = await app.refresh(RefreshToken!);
    assert.equal(await call(home, "GET /orders", AuthenticationResult!.IdToken!), 200);
  });

  it("ends all sessions of a user, also their refreshed tokens, until the next sign-in", async () => {
    const app = App.of(state);
    const { idToken: phone } = await newUser(state, "bob@example.com");
    const { IdToken: laptop, RefreshToken } = await app.signIn("bob@example.com");
    const { idToken: other } = await newUser(state, "cleo@example.com");

    assert.equal(await call(home, "POST /sign-out", phone), 204);

    for (const region of regions) {
      await untilRefused(region, phone);
      await untilRefused(region, laptop!);
      assert.equal(await call(region, "GET /orders", other), 200);
    }
    const { AuthenticationResult } = await app.refresh(RefreshToken!);
    for (const region of regions) await untilRefused(region, AuthenticationResult!.IdToken!);
    // Within the second of the sign-out, a sign-in ends too.
    let status = 401;
    while (status === 401) {
      const { IdToken } = await app.signIn("bob@example.com");
      status = await call(home, "GET /orders", IdToken!);
    }
    assert.equal(status, 200);
  });
});
