import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { Pulumi } from "../../project/engine/findPulumi.ts";
import { startLocalAccount } from "../../local/engine/localAccount.ts";
import { Children } from "../../project/children.ts";
import { deployCommand, type DeployCommandOptions } from "../support/deployCommand.ts";
import { copyProject, engineOrSkip, type Project } from "../support/engine.ts";

describe("npm run deploy", function () {
  this.timeout(240_000);
  let pulumi: Pulumi;
  let project: Project;

  before(async function () {
    pulumi = await engineOrSkip(this);
    project = await copyProject(pulumi);
  });
  after(() => project?.remove());

  const deploy = (args: string[], options?: DeployCommandOptions) =>
    deployCommand(project.folder, args, options);

  /** Without the policies, which two other tests here deploy with: they take a quarter of the work. */
  const local = ["dev", "--local", "--no-policy-pack"];

  /** Puts an edge in front of the regions. */
  async function addEdge(): Promise<void> {
    const zone = "  palisade:hostedZone: Z0DEV00000000000000\n";
    const added = `  palisade:domainName: api.dev.example\n${zone}  palisade:edge: only\n`;
    for (const region of ["us-east-1", "eu-west-1"]) {
      const path = `stacks/Pulumi.dev-${region}.yaml`;
      const file = await readFile(join(project.folder, path), "utf8");
      await project.write({ [path]: file.replace("config:\n", `$&${added}`) });
    }
    await project.write({
      "stacks/Pulumi.dev-edge.yaml": `config:
  aws:region: us-east-1
  palisade:environment: dev
  palisade:homeRegion: us-east-1
  palisade:production: false
  palisade:domainName: www.dev.example
  palisade:originDomain: api.dev.example
${zone}`,
    });
  }

  it("previews every region with the user's Pulumi, backend and account, and deploys nothing without confirmation", async () => {
    const folder = join(project.folder, ".local", "own");
    const regions = ["us-east-1", "eu-west-1"];
    const children = new Children(() => {});
    try {
      const account = await startLocalAccount({
        pulumi,
        folder,
        regions,
        children,
        announce: () => {},
      });
      const PATH = [dirname(pulumi.command), account.env["PATH"]].join(delimiter);

      const { code, output } = await deploy(["dev"], {
        input: "no\n",
        env: { ...account.env, PATH },
      });

      assert.equal(code, 1, output);
      assert.match(
        output,
        /Plan for dev\n {2}dev-us-east-1 +\d+ to create\n {2}dev-eu-west-1 +\d+ to create/,
      );
      assert.match(output, /Nothing was deployed/);
      assert.doesNotMatch(output, /deploying/);
      const previewed = await deploy(
        ["dev", "--preview", "--no-policy-pack", "--region", "us-east-1"],
        { env: { ...account.env, PATH } },
      );
      assert.equal(previewed.code, 0, previewed.output);
      assert.match(previewed.output, /dev-us-east-1 +\d+ to create/);
      assert.doesNotMatch(previewed.output, /Deploy this|deploying/);
      const stacks = await readdir(join(folder, "state/.pulumi/stacks/palisade"));
      assert.ok(stacks.includes("dev-us-east-1.json"), stacks.join());
    } finally {
      await children.close();
    }
  });

  it("asks once, is cancelled by Ctrl-C, and leaves neither a lock nor anything pending", async () => {
    let interrupted = false;
    const { code, output } = await deploy([...local, "--region", "us-east-1"], {
      input: "yes\n",
      env: { PALISADE_CREATION_MS: "300" },
      onOutput: (text, signal) => {
        if (interrupted || !text.includes("deploying")) return;
        interrupted = true;
        setTimeout(signal, 4_000, "SIGINT");
      },
    });

    assert.equal(code, 130, output);
    assert.match(output, /dev-us-east-1 +cancelled/);
    const state = join(project.folder, ".local/deploy/state/.pulumi");
    const locks = await readdir(join(state, "locks"), { recursive: true, withFileTypes: true });
    assert.deepEqual(
      locks.filter((entry) => entry.isFile()),
      [],
    );
  });

  it("continues from there: the home region first, then the other, then the edge", async function () {
    this.timeout(480_000); // It deploys three stacks.
    await addEdge();

    const { code, output } = await deploy(["dev", "--local", "--yes"]);

    assert.equal(code, 0, output);
    const order = [
      "dev-us-east-1  deploying",
      "dev-us-east-1  healthy",
      "dev-eu-west-1  deploying",
      "dev-edge       deploying",
      "dev-edge       deployed, at https://www.dev.example",
    ];
    const places = order.map((line) => output.indexOf(line));
    assert.ok(places[0]! > 0, output);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
      output,
    );
  });

  it("has nothing to do afterwards", async () => {
    const { code, output } = await deploy(local);

    assert.equal(code, 0, output);
    assert.match(
      output,
      /dev-us-east-1 +no changes\n {2}dev-eu-west-1 +no changes\n {2}dev-edge +no changes/,
    );
    assert.match(output, /dev-us-east-1 +healthy[^]*dev-eu-west-1 +healthy/);
  });

  it("fails while a region is not healthy, also if it has nothing to deploy", async () => {
    await project.write({ "services/catalog/server.js": "process.exit(1);\n" });

    for (const plan of [/dev-us-east-1 {2}\d+ to update/, /dev-us-east-1 {2}no changes/]) {
      const { code, output } = await deploy([...local, "--yes", "--region", "us-east-1"]);

      assert.equal(code, 1, output);
      assert.match(output, plan);
      assert.match(output, /dev-us-east-1 +failed/);
      assert.match(
        output,
        /deployed, but not healthy: Service "dev-catalog" .* ended while starting/,
      );
    }
  });

  it("deletes nothing unless the environment's name is typed", async () => {
    const { code, output } = await deploy(["dev", "--local", "--destroy"], { input: "yes\n" });

    assert.equal(code, 1);
    assert.match(output, /Nothing was deleted: "yes" is not "dev"/);
  });

  it("deletes the edge, then every region, the home region last", async () => {
    const { code, output } = await deploy(["dev", "--local", "--destroy"], { input: "dev\n" });

    assert.equal(code, 0, output);
    const order = ["dev-edge       deleted", "dev-eu-west-1  deleted", "dev-us-east-1  deleting"];
    const places = order.map((line) => output.indexOf(line));
    assert.ok(places[0]! > 0, output);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  });

  it("lists the existing environments in the error of an unknown one", async () => {
    const { code, output } = await deploy(["staging", "--local"]);

    assert.equal(code, 1);
    assert.match(
      output,
      /Environment "staging" does not exist.*Its environments: dev, local, prod/s,
    );
  });
});
