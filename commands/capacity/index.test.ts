import assert from "node:assert/strict";
import { runCommand } from "../../project/testing/runCommand.ts";
import { StackProject } from "../testing/stackProject.ts";
import { run } from "./index.ts";
import type { Load, RegionSettings } from "./load.ts";
import { quotas } from "./quotas.ts";
import { type Demand, demands } from "./report.ts";

const region = (name: string, changes: Partial<RegionSettings> = {}): RegionSettings => ({
  ...{ name, zones: 3, natGateways: 3, tasks: 2, throttleRatePerSecond: 500 },
  ...changes,
});

const load: Load = {
  rps: 50_000,
  regions: ["us-east-1", "eu-west-1", "sa-east-1", "ap-northeast-1"].map((name) => region(name)),
  failover: true,
  domain: true,
  edge: false,
  latencyMs: 100,
  writeShare: 0.1,
  requestsPerSignIn: 500,
  rpsPerTask: 100,
};

const find = (name: string, changes: Partial<Load> = {}): Demand =>
  demands({ ...load, ...changes }).find((demand) => demand.name === name)!;

describe("the quotas", () => {
  it("each have a page, and say what to raise", () => {
    for (const { name, page, raise } of quotas) {
      assert.match(page, /, |\.yaml$|\.ts$/, name);
      if (typeof raise === "string") assert.match(raise, /^[A-Z].+\.$/, name);
      else assert.match(`${raise.service} ${raise.code}`, /^[a-z-]+\d? L-[0-9A-F]{8}$/, name);
    }
  });

  for (const [name, changes, needed, reachedAtRps] of [
    ["throttle rate per account", {}, 16_667, 30_000],
    ["throttle rate per account", { failover: false }, 12_500, 40_000],
    ["throttle rate per account", { regions: load.regions.slice(0, 2) }, 50_000, 10_000],
    ["throttleRatePerSecond", {}, 16_667, 1_500],
    ["concurrent executions", {}, 1_667, 30_000],
    ["concurrent executions", { latencyMs: 1_000 }, 16_667, 3_000],
    // An environment serves at most ten requests per second.
    ["concurrent executions", { latencyMs: 1 }, 1_667, 30_000],
    ["scaling in 10 s, at a failover", {}, 417, 120_000],
    ["UserAuthentication, home region", {}, 100, 60_000],
    ["On-Demand vCPU", {}, 42, 7_200],
    ["tasks of a service", {}, 167, 600],
    ["connections to one destination", {}, 16_667, 8_100],
    ["reads of a table", {}, 15_000, 133_333],
    // More regions do not help: each replica gets all writes.
    ["writes of a replicated table", {}, 5_000, 400_000],
    ["writes of a replicated table", { regions: load.regions.slice(0, 2) }, 5_000, 400_000],
    ["requests per distribution", { edge: true }, 50_000, 250_000],
    ["health checks per account", {}, 12, undefined],
    ["elastic IP addresses", {}, 3, undefined],
  ] as const) {
    it(`${name}: ${needed} with ${JSON.stringify(changes).slice(0, 40)}`, () => {
      const demand = find(name, changes);

      assert.equal(Math.ceil(demand.needed - 1e-6), needed);
      assert.equal(demand.reachedAtRps, reachedAtRps);
    });
  }

  it("are those of the region with the lowest", () => {
    const regions = [region("us-east-1"), region("ap-southeast-3")];

    const { limit, region: lowest } = find("throttle rate per account", { regions });

    assert.deepEqual([limit, lowest], [2_500, "ap-southeast-3"]);
  });

  it("apply only to what there is", () => {
    const names = demands({ ...load, domain: false, failover: false }).map(({ name }) => name);

    assert.ok(!names.some((name) => /distribution|health checks|failover/.test(name)));
  });
});

describe("npm run capacity", () => {
  const capacity = (line: string, cwd?: string) => runCommand(run, line.split(" "), cwd);

  it("prints what is reached, in which order, and what to raise", async () => {
    const { code, stdout, stderr } = await capacity("--rps 50000 --regions 4");

    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^50,000 requests\/s: 12,500 in each of 4 regions, 16,667 in each while/);
    assert.match(
      stdout,
      /API Gateway +throttle rate per account +10,000 requests\/s +16,667 +30,000 +REACHED\n/,
    );
    assert.match(
      stdout,
      /  5\. API Gateway, .* Raise apigateway L-8A5B8E43 to 16,667 requests\/s\./,
    );
  });

  it("says so if nothing is reached", async () => {
    const { stdout } = await capacity("--rps 10 --regions us-east-1");

    assert.match(stdout, /^10 requests\/s: 10 in each of 1 regions?\.\n[^]*No quota is reached\./);
  });

  it("prints JSON with the sources", async () => {
    const { stdout } = await capacity("--rps 100 --regions 2 --edge --json");

    const { load, quotas } = JSON.parse(stdout) as { load: Load; quotas: Demand[] };
    assert.deepEqual([load.rps, load.regions.length, load.edge], [100, 2, true]);
    assert.equal(
      quotas.find(({ service }) => service === "WAF")?.page,
      "AWS WAF Developer Guide, AWS WAF quotas",
    );
  });

  it("takes regions and settings from the stack files", async () => {
    const project = await StackProject.create();
    await project.writeRegion("us-east-1", "10.0.0.0/16", "palisade:throttleRatePerSecond: 900");
    await project.writeRegion("eu-west-1", "10.1.0.0/16");

    const { stdout } = await capacity("--rps 100 --env dev --json", project.folder);
    const one = await capacity("--rps 100 --env dev --regions eu-west-1 --json", project.folder);
    const other = await capacity("--rps 100 --env dev --regions sa-east-1", project.folder);
    await project.delete();

    const settings = { zones: 2, natGateways: 1, tasks: 1 };
    assert.deepEqual((JSON.parse(stdout) as { load: Load }).load.regions, [
      { name: "us-east-1", ...settings, throttleRatePerSecond: 900 },
      { name: "eu-west-1", ...settings, throttleRatePerSecond: 500 },
    ]);
    assert.equal((JSON.parse(one.stdout) as { load: Load }).load.regions.length, 1);
    assert.match(other.stderr, /"dev" has no stack in sa-east-1; it has us-east-1, eu-west-1\./);
  });

  for (const [line, message] of [
    ["--regions 4", /required option '--rps <number>'/],
    ["--rps 100", /Pass --regions with a number or names, or --env/],
    ["--rps many --regions 4", /Must be a number from 1 to 10,000,000/],
    ["--rps 0 --regions 4", /Must be a number from 1 to 10,000,000/],
    ["--rps 1 --regions 0", /Must be a number from 1 to \d+, or names of regions/],
    ["--rps 1 --regions 2.5", /"2\.5" is no region/],
    ["--rps 1 --regions eu-wset-1", /"eu-wset-1" is no region\. Did you mean "eu-west-1"/],
    ["--rps 1 --regions 2 --writes 101", /Must be a number from 0 to 100/],
    ["--rps 1 --regions 2 --latency-ms 0", /Must be a number from 1 to 900,000/],
    ["--rps 1 --env qa", /Environment "qa" has no stack files/],
  ] as const) {
    it(`refuses: ${line}`, async () => {
      const { code, stdout, stderr } = await capacity(line);

      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [1, ""]);
    });
  }
});
