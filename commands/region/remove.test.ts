import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { regionCommand } from "./testing/regionCommand.ts";

describe("npm run region -- remove", () => {
  const command = regionCommand();

  it("deletes the file and the empty stack of a region of which nothing is deployed", async () => {
    command.deployed["dev-eu-west-1"] = { resources: 0, tables: [] };

    const asked = await command.run("remove eu-west-1 --env dev");
    assert.match(asked.stdout, /Nothing of dev-eu-west-1 is deployed\. Add --yes/);
    assert.ok(existsSync(command.project.path("dev-eu-west-1")));

    const { code } = await command.run("remove eu-west-1 --env dev --yes");
    assert.equal(code, 0);
    assert.ok(!existsSync(command.project.path("dev-eu-west-1")));
    assert.deepEqual(command.removed, ["dev-eu-west-1"]);
  });

  it("says afterwards how the replicas in a production region are deleted", async () => {
    const file = await command.project.read("dev-us-east-1");
    const production = file.replace("production: false", "production: true");
    await command.project.write("dev-us-east-1", production);

    const { stdout } = await command.run("remove eu-west-1 --env dev --yes");

    assert.match(
      stdout,
      /1\. Turn off the deletion protection .* eu-west-1[^]*2\. Deploy the others/,
    );
  });

  it("asks no backend about a region that was never deployed", async () => {
    command.deployed["dev-eu-west-1"] = { resources: 5, tables: [] };

    await command.run("remove eu-west-1 --env dev --never-deployed --yes");

    assert.deepEqual(
      [existsSync(command.project.path("dev-eu-west-1")), command.removed],
      [false, []],
    );
  });

  it("says in which order a deployed region is removed, and deletes nothing", async () => {
    const file = await command.project.read("dev-eu-west-1");
    await command.project.write(
      "dev-eu-west-1",
      file.replace("production: false", "production: true"),
    );
    command.deployed["dev-eu-west-1"] = {
      resources: 140,
      tables: ["dev-orders-table-orders-1a2b"],
    };

    const { code, stderr } = await command.run("remove eu-west-1 --env dev --yes");

    assert.equal(code, 1);
    const steps = [
      "Move its callers",
      "Back up what you need .* dev-orders-table-orders-1a2b",
      "Set production to false",
      "Delete its resources: npm run deploy -- dev --region eu-west-1 --destroy",
      "npm run region -- remove eu-west-1 --env dev --yes",
    ];
    assert.match(stderr, new RegExp(`has 140 resources[^]*${steps.join("[^]*")}`));
    assert.ok(existsSync(command.project.path("dev-eu-west-1")));
    assert.deepEqual(command.removed, []);
  });

  it("removes the home region last", async () => {
    await command.refuses(
      "remove us-east-1 --env dev --yes",
      /us-east-1 is the home region of "dev"/,
    );
    await command.run("remove eu-west-1 --env dev --yes");
    const { code } = await command.run("remove us-east-1 --env dev --yes");

    assert.equal(code, 0);
  });

  describe("with a domain", () => {
    const domain = [
      "palisade:domainName: api.example.com",
      "palisade:hostedZone: Z0123456789ABCDEFGHIJ",
    ];
    const write = async (home: readonly string[], other: readonly string[]) => {
      await command.project.writeRegion("us-east-1", "10.0.0.0/16", ...domain, ...home);
      await command.project.writeRegion("eu-west-1", "10.1.0.0/16", ...domain, ...other);
    };
    const line = "remove eu-west-1 --env dev --yes";

    it("begins with draining the region", async () => {
      command.deployed["dev-eu-west-1"] = { resources: 140, tables: [] };

      await write([], []);
      await command.refuses(line, /1\. Set traffic to "drain"[^]*2\. Wait until/);
      await write([], ["palisade:traffic: drain"]);
      await command.refuses(line, /1\. Delete its resources/);
    });

    it("refuses a region to which another one shifts calls", async () => {
      await write(
        ["palisade:shift: { to: eu-west-1, percent: 20 }"],
        ["palisade:acceptShift: true"],
      );

      await command.refuses(line, /us-east-1 shifts calls to eu-west-1/);
    });

    it("refuses the last region that serves", async () => {
      await write(["palisade:traffic: drain"], []);

      await command.refuses(line, /All other regions of "dev" are drained/);
    });

    it("refuses a region that the edge reads from", async () => {
      const open = ["palisade:edge: open"];
      await write(open, open);
      await command.project.write(
        "dev-edge",
        `config:
  aws:region: us-east-1
  palisade:environment: dev
  palisade:homeRegion: us-east-1
  palisade:production: false
  palisade:domainName: www.example.com
  palisade:hostedZone: Z0123456789ABCDEFGHIJ
  palisade:originDomain: api.example.com
  palisade:originRegions: [us-east-1, eu-west-1]
`,
      );

      await command.refuses(line, /The edge reads from eu-west-1\. Take it out of originRegions/);
    });

    it("refuses the region that users are replicated to", async () => {
      const replica = ["palisade:identityReplica: eu-west-1"];
      await write(replica, replica);

      await command.refuses(line, /Users are replicated to eu-west-1, .*INACTIVE/);
    });

    it("shows where the traffic goes", async () => {
      await write(
        ["palisade:shift: { to: eu-west-1, percent: 20 }"],
        ["palisade:acceptShift: true", "palisade:traffic: drain"],
      );

      const { stdout } = await command.run("list --env dev");

      assert.match(stdout, /no +on, 20% to eu-west-1\n.* drain\n\ndomain +api\.example\.com\n/);
    });
  });

  for (const [line, message] of [
    ["remove eu-west-2 --env dev", /"dev" has no stack in eu-west-2; it has us-east-1, eu-west-1/],
    ["remove eu-west-2 --env qa", /"qa" has no stack files\. Environments: dev\./],
  ] as const) {
    it(`refuses: ${line}`, () => command.refuses(line, message));
  }
});
