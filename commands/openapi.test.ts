import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contract } from "../components/api/index.ts";
import { runCommand } from "../project/testing/runCommand.ts";
import { addressOf, run } from "./openapi.ts";

describe("the address in a contract", () => {
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

  it("is the name that all regions share, with a domain", async () => {
    const outputs = {
      url: "https://api.example.com",
      apiUrl: "https://us-east-1.api.example.com",
    };

    assert.equal(await ask("prod", "us-east-1", () => outputs), "https://api.example.com");
  });

  it("is the serving host, with a warning, if neither is known", async () => {
    assert.equal(await ask("local", "eu-west-1"), "/");
    assert.equal(await ask("prod", "us-east-1", () => ({})), "/");
    assert.match(told.join("\n"), /No platform is running here\. .*--url\.\n.*no output apiUrl/);
  });
});

describe("npm run openapi", function () {
  this.timeout(60_000);

  it("writes the contract to a file, and names a file that cannot be written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "palisade-contract-"));
    const file = join(folder, "openapi.json");
    const args = ["--url", "https://api.example.com/", "--out"];

    assert.deepEqual(await runCommand(run, [...args, file]), { code: 0, stdout: "", stderr: "" });
    const { servers, paths } = JSON.parse(await readFile(file, "utf8")) as Contract;
    assert.deepEqual(servers, [{ url: "https://api.example.com" }]);
    assert.ok("/health" in paths);
    await rm(folder, { recursive: true });

    const { code, stderr } = await runCommand(run, [...args, file]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /ContractFileError: "[^"]+openapi\.json" cannot be written \(ENOENT.*\)\. Pass --out/,
    );
  });
});
