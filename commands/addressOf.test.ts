import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressOf } from "./addressOf.ts";

describe("addressOf", () => {
  let root: string;
  let told: string[];
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "palisade-contract-"));
    await mkdir(join(root, ".local"));
    const regions = { "us-east-1": { api: "http://127.0.0.1:8081/live" } };
    await writeFile(join(root, ".local", "platform.json"), JSON.stringify({ regions }));
  });
  after(() => rm(root, { recursive: true }));
  beforeEach(() => {
    told = [];
  });

  const ask = (environment: string, region: string, outputs: () => object = assert.fail) =>
    addressOf(
      root,
      { environment, region },
      (message) => told.push(message),
      async () => ({
        ...outputs(),
      }),
    );

  it("is the running platform's for a local stack", async () => {
    assert.equal(await ask("local", "us-east-1"), "http://127.0.0.1:8081/live");
  });

  it("is the deployed stack's output", async () => {
    const apiUrl = "https://abc.execute-api.us-east-1.amazonaws.com/live";

    assert.equal(await ask("prod", "us-east-1", () => ({ apiUrl })), apiUrl);
    assert.deepEqual(told, []);
  });

  it("is nowhere, and says so, where neither is there", async () => {
    assert.equal(await ask("local", "eu-west-1"), "/");
    assert.equal(await ask("prod", "us-east-1", () => ({})), "/");
    assert.match(told.join("\n"), /No platform runs here\. .*--url\.\n.*no output apiUrl/);
  });
});
