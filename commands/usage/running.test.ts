import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Edge, startEdge } from "../../local/edge/index.ts";
import { runningUsage } from "./running.ts";

const keys = [
  { key: "acme", keyId: "k1", usedToday: 3, remaining: 997 },
  { key: "umbrella", keyId: "k2", usedToday: 0, remaining: 1000 },
];
const gold = { plan: "gold", planId: "p1", quota: { limit: 1000, period: "MONTH" }, keys };
const free = {
  ...gold,
  plan: "free",
  quota: null,
  keys: [{ ...keys[0]!, remaining: null }],
};

describe("runningUsage", () => {
  let root: string;
  let edge: Edge;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "palisade-usage-"));
    edge = await startEdge({
      port: 0,
      regions: [{ name: "us-east-1", apiUrl: "http://127.0.0.1:9/live" }],
      control: {
        stop: async () => {},
        start: async () => {},
        services: () => [],
        stopService: async () => {},
        startService: async () => {},
        messages: async () => [],
        usage: () => [
          { region: "us-east-1", plans: [gold, free, { ...gold, plan: "new", keys: [] }] },
        ],
      },
      speed: 0.5,
    });
    await mkdir(join(root, ".local"));
    await writeFile(join(root, ".local", "platform.json"), JSON.stringify({ edge: edge.url }));
  });
  afterEach(async () => {
    await edge.close({ graceMs: 0 });
    await rm(root, { recursive: true });
  });

  it("prints a table of the running platform's usage", async () => {
    assert.equal(
      await runningUsage(root, "gold"),
      `region     key       used today  remaining  quota
us-east-1  acme      3           997        1000 a month
us-east-1  umbrella  0           1000       1000 a month`,
    );
  });

  it("prints plans without a quota or without keys", async () => {
    assert.match(await runningUsage(root, "free"), /acme +3 +no quota +-/);
    assert.equal(await runningUsage(root, "new"), 'No API key is in the usage plan "new".');
  });

  it("lists plans and regions in the error of an unknown one", async () => {
    await assert.rejects(runningUsage(root, "silver"), {
      name: "UsageError",
      message: 'Unknown usage plan "silver". Use one of: gold, free, new.',
    });
    await assert.rejects(runningUsage(root, "gold", "eu-west-1"), {
      message: /Use one of: us-east-1/,
    });
  });

  it("reports that no platform is running, and how to start one", async () => {
    await edge.close({ graceMs: 0 });
    await assert.rejects(runningUsage(root, "gold"), { message: /does not respond.*npm start/ });

    await rm(join(root, ".local"), { recursive: true });
    await assert.rejects(runningUsage(root, "gold"), { message: /does not exist.*npm start/ });
  });
});
