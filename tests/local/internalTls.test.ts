import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlatformState } from "../../local/stateFile.ts";
import { addEnvironment, copyProgram, linkPackages } from "../support/copyProgram.ts";
import { PlatformProcess } from "../support/platformProcess.ts";

/** Does not prove that AWS's certificate is valid for the names. */
describe("HTTPS and signed assertions inside the VPC, on one machine", function () {
  this.timeout(120_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-tls-"));
    await copyProgram(folder, "local", "policy", "scripts", "package-lock.json");
    await linkPackages(folder);
    await addEnvironment(folder, "world");
    await replace(
      "Pulumi.world-us-east-1.yaml",
      "config:\n",
      "config:\n  palisade:internalTls: true\n",
    );
    await replace("platform.ts", '"services/orders",', '"services/orders", assertion: {},');
    const options = ["--env", "world", "--regions", "us-east-1", "--port", "0"];
    platform = PlatformProcess.in(folder, ...options);
    state = await platform.ready();
  });
  after(async () => {
    await platform?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const replace = async (name: string, from: string, to: string) => {
    const file = join(folder, "stacks", name);
    const text = await readFile(file, "utf8");
    assert.ok(text.includes(from), name);
    await writeFile(file, text.replace(from, to));
  };

  // The health route leads to a path of the service that needs an assertion.
  it("lead calls through the function to the service", async () => {
    const headers = { host: "us-east-1.api.world.example" };
    const response = await fetch(`${state.regions["us-east-1"]!.api}/health`, { headers });

    assert.equal(response.status, 200, await response.clone().text());
    assert.match(await response.text(), /"status":"ok"/);
  });
});
