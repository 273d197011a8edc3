import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";

const instance = {
  urn: "urn:pulumi:prod::shop::aws:ec2/instance:Instance::web",
  type: "aws:ec2/instance:Instance",
  custom: true,
  id: "i-1",
  inputs: {
    subnetId: "subnet-1",
    rootBlockDevice: { encrypted: true },
    associatePublicIpAddress: false,
  },
  outputs: { subnetId: "subnet-1" },
};

/** The network of another stack, in which the instance's subnet has no route to the internet. */
const network = (type: string, outputs: object) => ({
  urn: `urn:pulumi:prod::network::${type}::one`,
  type,
  custom: true,
  id: "one",
  inputs: {},
  outputs,
});
const subnet = {
  ...network("aws:ec2/subnet:Subnet", { id: "subnet-1", mapPublicIpOnLaunch: true }),
  id: "subnet-1",
};
const table = {
  ...network("aws:ec2/routeTable:RouteTable", { id: "rtb-1", routes: [] }),
  id: "rtb-1",
};
const association = network("aws:ec2/routeTableAssociation:RouteTableAssociation", {
  subnetId: "subnet-1",
  routeTableId: "rtb-1",
});

const balancer = network("aws:lb/loadBalancer:LoadBalancer", {
  subnets: ["subnet-1"],
  internal: false,
});

/** What other stacks and presets change: docs/policies.md, "Presets and shared keys". */
describe("npm run policy, with other stacks and presets", function () {
  this.timeout(30_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-policy-"));
    await write("closed.json", instance);
    await write("balancer.json", balancer);
    await write("network.json", subnet, table, association);
  });
  after(() => rm(folder, { recursive: true }));

  const write = (name: string, ...resources: object[]) =>
    writeFile(join(folder, name), JSON.stringify({ version: 3, deployment: { resources } }));
  const policy = (...args: string[]) => runCommand(run, args, folder);

  it("sees the network of another stack in its export, and reports nothing about it", async () => {
    const alone = await policy("--graph", "closed.json");
    const together = await policy("--graph", "closed.json", "--with", "network.json");

    assert.match(
      alone.stdout,
      /require-private-subnets[^]*--with network\.json[^]*, 2 undecided\.\n$/,
    );
    assert.match(
      together.stdout,
      /^closed\.json: 1 resources,[^\n]* 0 mandatory[^\n]* 0 undecided\.\n$/,
    );
  });

  it("applies a preset, in place of the configured one", async () => {
    const args = ["--graph", "balancer.json", "--set", "private-servers"];
    const isFound = /forbid-internet-facing-load-balancers/;
    const own = await policy(...args);
    const edge = await policy(...args, "--preset", "public-edge");
    const wrong = await policy(...args, "--preset", "public");

    assert.match(own.stdout, isFound);
    assert.doesNotMatch(edge.stdout, isFound);
    assert.match(edge.stdout, /require-guarded-load-balancers/);
    assert.equal(wrong.code, 2);
  });
});
