import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DeployedProject, inShort } from "../support/deployedProject.ts";
import { root } from "../support/platformProcess.ts";

const home = "world-us-east-1";
const edge = "world-edge";

describe("the edge's stack on the real engine", function () {
  this.timeout(240_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1"]);
    await deployed.addEnvironment("world");
    await deployed.init(home, edge);
  });
  after(() => deployed?.close());

  it("can be previewed before the home region's", async () => {
    const { stdout } = await deployed.succeed("preview", edge);

    assert.match(stdout, /this preview treats the secret as unknown/);
  });

  describe("after the home region's", () => {
    let secrets: string[];

    before(async () => {
      await deployed.succeed("up", home);
      const { stdout } = await deployed.succeed("stack output", home, "--json", "--show-secrets");
      secrets = (JSON.parse(stdout) as { edgeSecrets: string[] }).edgeSecrets;
      await deployed.succeed("up", edge, "--policy-pack", join(root, "policy"));
    });

    it("sends the secret, which no state or output has in plain", async () => {
      const inventory = await deployed.inventory("account");
      const distribution = inventory.find(({ type }) => type.endsWith(":Distribution"));
      const [origin] = distribution!.inputs["origins"] as { customHeaders: object[] }[];
      const { stdout } = await deployed.succeed("stack output", edge, "--json");
      const state = JSON.stringify(await deployed.export(edge));

      assert.deepEqual(origin!.customHeaders, [{ name: "x-edge-secret", value: secrets[0] }]);
      assert.match(stdout, /"url": "https:\/\/www\.world\.example"/);
      for (const secret of secrets) {
        assert.ok(!stdout.includes(secret), "an output has the secret");
        assert.ok(!state.includes(secret), "the state has the secret");
      }
    });

    it("uploads what has changed, without the distribution, and then nothing", async () => {
      const site = join(deployed.project.folder, "site");
      await writeFile(join(site, "assets/style.3f2a1b9c.css"), "body { margin: 0; }");
      await rm(join(site, "assets/style.css"));
      await deployed.replace("site/index.html", "style.css", "style.3f2a1b9c.css");
      const steps = await deployed.changes(edge);
      await deployed.succeed("up", edge);
      const { stdout } = await deployed.succeed("up", edge, "--expect-no-changes");

      assert.deepEqual(steps.map(inShort).toSorted(), [
        "create aws:s3/bucketObjectv2:BucketObjectv2 world-edge-site/assets/style.3f2a1b9c.css",
        "delete aws:s3/bucketObjectv2:BucketObjectv2 world-edge-site/assets/style.css",
        "update aws:s3/bucketObjectv2:BucketObjectv2 world-edge-site/index.html",
      ]);
      assert.match(stdout, /unchanged/);
    });
  });
});
