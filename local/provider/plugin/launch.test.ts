import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import awsx from "@pulumi/awsx/package.json" with { type: "json" };
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

const plugin = fileURLToPath(new URL("../bin/pulumi-resource-awsx", import.meta.url));
/** Nothing listens here; a plugin calls its engine only to serve a request. */
const engineAddress = "127.0.0.1:9";

/** The next line that a process prints. */
async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  assert.ok(!done, "The process ended without printing a line.");
  return value;
}

const linesOf = (child: ChildProcess): AsyncIterator<string> =>
  createInterface({ input: child.stdout! })[Symbol.asyncIterator]();

describe("the launcher of plugins", function () {
  this.timeout(60_000);

  it("starts a plugin with the version of the package that it replaces", async () => {
    const child = spawn(plugin, [engineAddress], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const port = await nextLine(linesOf(child));
      const client = new services.ResourceProviderClient(
        `127.0.0.1:${port}`,
        grpc.credentials.createInsecure(),
      );
      const ask = promisify(client.getPluginInfo.bind(client)) as (
        request: empty.Empty,
      ) => Promise<PluginInfo>;

      assert.equal((await ask(new empty.Empty())).getVersion(), awsx.version);
      client.close();
    } finally {
      child.kill();
    }
  });

  it("ends a plugin whose engine was killed", async () => {
    const script = `"$0" ${engineAddress} & echo $!; wait`;
    const engine = spawn("sh", ["-c", script, plugin], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = linesOf(engine);
    const pluginId = Number(await nextLine(lines));
    await nextLine(lines);
    // The plugin holds the other end of the pipe for as long as it lives.
    const ended = once(engine.stdout, "close").then(() => "ended");
    const late = setTimeout(10_000, "still there", { ref: false });

    engine.kill("SIGKILL");

    const outcome = await Promise.race([ended, late]);
    if (outcome !== "ended") process.kill(pluginId);
    assert.equal(outcome, "ended");
  });
});
