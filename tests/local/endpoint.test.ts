import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../../project/children.ts";
import { freePort } from "../../local/process/freePort.ts";
import { startPlainMiniStack } from "../support/plainMiniStack.ts";
import { run } from "../../commands/users/index.ts";
import { runCommand } from "../../project/testing/runCommand.ts";
import { PlatformProcess, root } from "../support/platformProcess.ts";
import { newUser } from "../support/users.ts";

const variable = "AWS_ENDPOINT_URL_US_EAST_1";

describe("a platform on a custom AWS endpoint", function () {
  this.timeout(120_000);
  const children = new Children(() => {});

  after(async () => {
    delete process.env[variable];
    await children.close();
  });

  const start = async (url: string) => {
    process.env[variable] = url;
    return new PlatformProcess("--port", "0", "--regions", "us-east-1");
  };

  it("uses that endpoint's account and users", async () => {
    const folder = await mkdtemp(join(tmpdir(), "endpoint-"));
    children.ownFolder(folder);
    const url = await startPlainMiniStack(children, folder);
    const platform = await start(url);

    const state = await platform.ready();
    const { idToken } = await newUser(state, "ada@example.com");
    const response = await fetch(`${state.edge}/orders`, { headers: { authorization: idToken } });

    const users = await runCommand(run, ["list", "--url", state.edge], root);

    assert.equal(state.regions["us-east-1"]!.aws, url);
    assert.equal(response.status, 200);
    assert.match(users.stdout, /\nada@example\.com {2}CONFIRMED /, users.stderr);
    await platform.stop();
  });

  it("reports an endpoint that does not respond", async () => {
    const platform = await start(`http://127.0.0.1:${await freePort()}`);

    assert.notEqual(await platform.exited, 0);
    assert.match(
      platform.output,
      /EndpointError: The AWS endpoint .* for us-east-1 does not respond to sts:GetCallerIdentity/,
    );
  });
});
