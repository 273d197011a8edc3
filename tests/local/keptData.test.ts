import {
  LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlatformState } from "../../local/stateFile.ts";
import { tokenOf } from "../../local/tokens/tokens.ts";
import { copyProgram, linkPackages } from "../support/copyProgram.ts";
import { PlatformProcess } from "../support/platformProcess.ts";

const unchanged = /Loaded the stacks: nothing has changed/;

const one = ["--port", "0", "--regions", "us-east-1"];

/** A process and all that it has started. */
function treeOf(pid: number): number[] {
  const table = execFileSync("ps", ["-eo", "pid,ppid", "--no-headers"], { encoding: "utf8" });
  const rows = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.filter(([, of]) => of === parent).flatMap(([child]) => [child!, ...below(child!)]);
  return [pid, ...below(pid)];
}

describe("the data of npm start", function () {
  this.timeout(180_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;
  /** Of the first start. */
  let token: string;
  let orders: string;

  const ordersOf = async (bearer: string): Promise<string> => {
    const response = await fetch(`${state.edge}/orders`, { headers: { authorization: bearer } });
    assert.equal(response.status, 200);
    return JSON.stringify(((await response.json()) as { orders: unknown }).orders);
  };
  const start = async (...args: string[]) => {
    platform = PlatformProcess.keeping(folder, ...one, ...args);
    state = await platform.ready();
  };

  const lambda = () => {
    const { aws, accessKey } = state.regions["us-east-1"]!;
    return new LambdaClient({ endpoint: aws!, region: "us-east-1", credentials: accessKey! });
  };
  const trigger = async () => {
    const { Functions = [] } = await lambda().send(new ListFunctionsCommand());
    return Functions.find(({ FunctionName }) => FunctionName!.includes("preTokenGeneration"))!;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-kept-"));
    await copyProgram(folder, "local", "policy", "scripts", "package-lock.json", "seeds");
    await linkPackages(folder);
    await start();
  });
  after(async () => {
    await platform.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("begins with the seeds", async () => {
    assert.match(platform.output, /Stored the seeds: 2 users, 3 items/);
    token = await tokenOf(state, { user: "ada@example.com", group: [], scope: [] }, () => {});
    await fetch(`${state.edge}/orders`, {
      method: "POST",
      headers: { authorization: token, "content-type": "application/json" },
      body: JSON.stringify({ item: "fence-post", quantity: 3 }),
    });
    orders = await ordersOf(token);

    assert.match(orders, /door-closer[^]*fence-post|fence-post[^]*door-closer/);
  });

  it("is held by one platform at a time; another one starts empty and keeps nothing", async () => {
    const other = PlatformProcess.keeping(folder, ...one);

    await other.line(/Another platform \(process \d+\) has the data of "local": this one starts/);

    await other.stop();
  });

  it("is not deleted while it is used", async () => {
    const other = PlatformProcess.keeping(folder, ...one, "--fresh", "--yes");

    assert.equal(await other.exited, 1);
    assert.match(other.output, /uses the data of "local"\. Stop it first/);
  });

  it("is there after everything was killed: ids, orders, and tokens of before", async () => {
    const before = state.regions["us-east-1"]!;
    // Saved a moment after the last write.
    const kept = join(folder, ".local/data/local/us-east-1/generation.json");
    const saved = async () => execFileSync("cat", [kept], { encoding: "utf8" });
    while (!/"items": 4/.test(await saved()))
      await new Promise((resolve) => setTimeout(resolve, 50));
    for (const pid of treeOf(platform.child.pid!)) process.kill(pid, "SIGKILL");
    await platform.exited;

    await start();

    const now = state.regions["us-east-1"]!;
    assert.deepEqual([now.userPoolId, now.clientId], [before.userPoolId, before.clientId]);
    assert.equal(now.accessKey?.secretAccessKey, before.accessKey?.secretAccessKey);
    assert.equal(await ordersOf(token), orders);
    assert.doesNotMatch(platform.output, /Stored the seeds/);
    assert.match(
      platform.output,
      /Kept data: us-east-1: 2 users, 4 items \(--fresh starts empty\)/,
    );
    if ("registerHooks" in module) assert.match(platform.output, unchanged);
  });

  it("fits to a definition that was edited meanwhile, and triggers have the code of their sources", async () => {
    const { FunctionName, CodeSha256 } = await trigger();
    // As a source that is edited while the platform runs, and changed back while it does not.
    const ZipFile = zipSync({
      "index.js": Buffer.from("exports.handler = async (event) => event;"),
    });
    await lambda().send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    assert.notEqual((await trigger()).CodeSha256, CodeSha256);
    await platform.stop();
    const file = join(folder, "stacks/platform.ts");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace('"GET /health"', '"GET /well"'));

    await start();

    assert.doesNotMatch(platform.output, unchanged);
    const statusOf = async (path: string) => (await fetch(state.edge + path)).status;
    assert.deepEqual([await statusOf("/well"), await statusOf("/health")], [200, 403]);
    assert.equal(await ordersOf(token), orders);
    assert.equal((await trigger()).CodeSha256, CodeSha256);
  });

  it("is gone with --fresh", async () => {
    await platform.stop();

    await start("--fresh", "--yes");

    assert.match(platform.output, /us-east-1: 2 users, 4 items\nDeleted\./);
    const names = await readdir(join(folder, ".local/data/local"));
    const ownNames = names.filter((name) => !name.startsWith("evaluation"));
    assert.deepEqual(ownNames, ["lock", "us-east-1"]);
    assert.doesNotMatch(platform.output, unchanged);
    assert.match(platform.output, /Stored the seeds: 2 users, 3 items/);
    const response = await fetch(`${state.edge}/orders`, { headers: { authorization: token } });
    assert.equal(response.status, 401);
  });
});
