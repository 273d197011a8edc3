import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlatformState } from "../../local/stateFile.ts";
import { addEnvironment, copyProgram, linkPackages } from "../support/copyProgram.ts";
import { PlatformProcess } from "../support/platformProcess.ts";

/** Does not prove that AWS's certificate is valid for the names. */
describe("HTTPS inside the VPC, on one machine", function () {
  this.timeout(120_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-tls-"));
    await copyProgram(folder, "local", "scripts", "package-lock.json");
    await linkPackages(folder);
    await addEnvironment(folder, "world");
    const file = join(folder, "stacks", "Pulumi.world-us-east-1.yaml");
    const config = await readFile(file, "utf8");
    await writeFile(file, config.replace("config:\n", "config:\n  palisade:internalTls: true\n"));
    const options = ["--env", "world", "--regions", "us-east-1", "--port", "0"];
    platform = PlatformProcess.in(folder, ...options);
    state = await platform.ready();
  });
  after(async () => {
    await platform?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("leads calls through the function to the service", async () => {
    const headers = { host: "us-east-1.api.world.example" };
    const response = await fetch(`${state.regions["us-east-1"]!.api}/health`, { headers });

    assert.equal(response.status, 200, await response.clone().text());
    assert.match(await response.text(), /"status":"ok"/);
  });
});
