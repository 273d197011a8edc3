import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DeployedProject, inShort, type Step } from "../support/deployedProject.ts";
import { projectPolicyConfig } from "../policy/projectConfig.ts";
import { root } from "../support/platformProcess.ts";

const home = "world-us-east-1";
const other = "world-eu-west-1";
const edge = "world-edge";

describe("regions with a domain and an edge on the real engine", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;
  let pack: string[];
  /** What the engine has printed. */
  let printed = "";

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1", "eu-west-1"]);
    await deployed.addEnvironment("world");
    await deployed.init(home, other, edge);
    const config = join(deployed.project.folder, "policy-config.json");
    const temporary = { temporaryStacks: ["world"] };
    const settings = { "require-user-pool-deletion-protection": temporary };
    await writeFile(config, JSON.stringify({ ...(await projectPolicyConfig()), ...settings }));
    pack = ["--policy-pack", join(root, "policy"), "--policy-pack-config", config];
  });
  after(() => deployed?.close());

  const sorted = (steps: Step[]) => steps.map(inShort).sort();
  const changes = async (stack: string) => sorted(await deployed.changes(stack));

  /** The zone's records, without those for IPv6 and ACM's tokens. */
  const records = async () => {
    const entries = await deployed.inventory("account");
    return entries
      .filter(
        ({ type, inputs }) => type === "aws:route53/record:Record" && inputs["type"] !== "AAAA",
      )
      .map(({ inputs: { type, name, setIdentifier } }) => {
        const host = String(name).replace(/^_\w+/, "_token").replace(/\.$/, "");
        return [type, host, setIdentifier].filter(Boolean).join(" ");
      });
  };

  const config = (text: string) =>
    deployed.replace(
      `stacks/Pulumi.${other}.yaml`,
      /config:\n(  palisade:(traffic|shift).*\n)?/,
      `config:\n${text}`,
    );

  const set = (stack: string, settings: string) =>
    deployed.replace(`stacks/Pulumi.${stack}.yaml`, /  palisade:edge: \w+\n/, settings);
  const secrets = async (...args: string[]) =>
    (await deployed.run("stack output", home, "edgeSecrets", ...args)).stdout.trim();

  it("have an edge that can be previewed before the home region's stack", async () => {
    const { stdout } = await deployed.succeed("preview", edge);

    assert.match(stdout, /this preview treats the secret as unknown/);
  });

  it("are deployed with all policies, each into the same zone", async () => {
    for (const stack of [home, other, edge]) {
      const { stdout, stderr } = await deployed.succeed("up", stack, ...pack);
      printed += stdout + stderr;
    }

    const found = await records();
    for (const region of ["us-east-1", "eu-west-1"]) {
      assert.ok(found.includes(`A api.world.example ${region}`), found.join("\n"));
      assert.ok(found.includes(`A ${region}.api.world.example`), found.join("\n"));
    }
  });

  it("change nothing of another region when one is added", async () => {
    assert.deepEqual(await changes(home), []);
  });

  it("are drained by one resource, which is updated", async () => {
    await config("  palisade:traffic: drain\n");

    assert.deepEqual(await changes(other), [
      "update aws:route53/healthCheck:HealthCheck world-domain",
    ]);
  });

  it("shift clients by records of one stack", async () => {
    await config("  palisade:shift: { to: us-east-1, percent: 20 }\n");

    const record = "aws:route53/record:Record world-domain";
    assert.deepEqual(await changes(other), [
      ...["", "-us-east-1"].flatMap((to) =>
        ["A", "AAAA"].map((type) => `create ${record}-near-api.world.example${to}-${type}`),
      ),
      ...["A", "AAAA"].map((type) => `update ${record}-api.world.example-${type}`),
    ]);
  });

  it("stay as they are with settings that are the defaults", async () => {
    // YAML 1.1 reads a plain "on" as true.
    await config("  palisade:traffic: on\n");

    assert.deepEqual(await changes(other), []);
  });

  it("have secrets of the edge, which no command prints", async () => {
    const [newest, former] = JSON.parse(await secrets("--show-secrets")) as string[];
    assert.match(`${newest} ${former}`, /^\w{48} \w{48}$/);

    await set(other, "  palisade:edge: only\n");
    const { stdout } = await deployed.succeed("preview", other, "--diff");
    assert.match(stdout, /~ aws:wafv2\/webAcl:WebAcl: \(update\)[^]*world-firewall/);
    assert.match(stdout, /~ 1 to update\n\s+\d+ unchanged/);
    const state = JSON.stringify([await deployed.export(home), await deployed.export(other)]);

    for (const text of [printed, stdout, state, await secrets()]) {
      assert.ok(!text.includes(newest!) && !text.includes(former!));
    }
  });

  it("have an edge that sends the newest secret, which no state or output has in plain", async () => {
    const both = JSON.parse(await secrets("--show-secrets")) as string[];
    const inventory = await deployed.inventory("account");
    const distribution = inventory.find(({ type }) => type.endsWith(":Distribution"));
    const [origin] = distribution!.inputs["origins"] as { customHeaders: object[] }[];
    const { stdout } = await deployed.succeed("stack output", edge, "--json");
    const state = JSON.stringify(await deployed.export(edge));

    assert.deepEqual(origin!.customHeaders, [{ name: "x-edge-secret", value: both[0] }]);
    assert.match(stdout, /"url": "https:\/\/www\.world\.example"/);
    for (const secret of both) {
      assert.ok(!stdout.includes(secret), "an output has the secret");
      assert.ok(!state.includes(secret), "the state has the secret");
    }
  });

  it("have an edge that uploads what has changed, without the distribution, and then nothing", async () => {
    const site = join(deployed.project.folder, "site");
    await writeFile(join(site, "assets/style.3f2a1b9c.css"), "body { margin: 0; }");
    await rm(join(site, "assets/style.css"));
    await deployed.replace("site/index.html", "style.css", "style.3f2a1b9c.css");
    const steps = sorted(await deployed.deploy(edge));
    const { stdout } = await deployed.succeed("up", edge, "--expect-no-changes");

    assert.deepEqual(steps, [
      "create aws:s3/bucketObjectv2:BucketObjectv2 world-edge-site/assets/style.3f2a1b9c.css",
      "delete aws:s3/bucketObjectv2:BucketObjectv2 world-edge-site/assets/style.css",
      "update aws:s3/bucketObjectv2:BucketObjectv2 world-edge-site/index.html",
    ]);
    assert.match(stdout, /unchanged/);
  });

  it("rotate these secrets by one new secret, and keep the one that the edge still sends", async () => {
    const before = JSON.parse(await secrets("--show-secrets")) as string[];
    const firewall = "update aws:wafv2/webAcl:WebAcl world-firewall";
    await set(other, "  palisade:edge: open\n");
    await set(home, "  palisade:edge: open\n  palisade:edgeSecretVersion: 2\n");

    const password = "random:index/randomPassword:RandomPassword world-edge-secret";
    assert.deepEqual(sorted(await deployed.deploy(home)), [
      `create ${password}-2`,
      `delete ${password}-0`,
      firewall,
    ]);
    const after = JSON.parse(await secrets("--show-secrets")) as string[];
    assert.equal(after[1], before[0]);
    assert.ok(!before.includes(after[0]!));
    assert.deepEqual(await changes(other), [firewall]);
  });

  it("change nothing of another region when one is removed, which keeps the shared validation", async () => {
    await deployed.succeed("destroy", other);

    assert.deepEqual(await changes(home), []);
    assert.deepEqual((await records()).sort(), [
      "A api.world.example us-east-1",
      "A us-east-1.api.world.example",
      "A www.world.example",
      "CNAME _token.api.world.example",
      "CNAME _token.us-east-1.api.world.example",
      "CNAME _token.www.world.example",
    ]);
  });
});
