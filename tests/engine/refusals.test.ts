import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAccount, startLocalAccount } from "../../local/engine/localAccount.ts";
import { Children } from "../../project/children.ts";
import { engineOrSkip, Project, projectFiles } from "../support/engine.ts";

describe("the local provider on the real engine", function () {
  this.timeout(60_000);
  const children = new Children(() => {});
  let project: Project;
  let account: LocalAccount;

  before(async function () {
    const pulumi = await engineOrSkip(this);
    const folder = await mkdtemp(join(tmpdir(), "palisade-account-"));
    children.ownFolder(folder);
    const regions = ["us-east-1"];
    account = await startLocalAccount({ pulumi, folder, regions, children, announce: () => {} });
    project = await Project.create(pulumi);
    await project.write({
      ...projectFiles("shop"),
      "Pulumi.dev.yaml": "config:\n  aws:region: us-east-1\n",
    });
    await project.pulumi(["stack", "init", "dev"], account.env);
  });
  after(async () => {
    await project?.remove();
    await children.close();
  });

  const run = async (command: string[], ...lines: string[]) => {
    const imports = [
      `import * as aws from "@pulumi/aws";`,
      `import * as awsx from "@pulumi/awsx";`,
      // Without source maps, a failing program is reported at once.
      `process.setSourceMapsEnabled(false); Error.prepareStackTrace = undefined; awsx;`,
    ];
    await project.write({ "index.ts": [...imports, ...lines].join("\n") });
    const args = [...command, "--stack", "dev"];
    const { code, stdout, stderr } = await project.pulumi(args, account.env);
    return { code, output: stdout + stderr };
  };

  it("names an unknown type, and creates nothing", async () => {
    const { code, output } = await run(
      ["preview"],
      `new aws.redshift.Cluster("big", { clusterIdentifier: "big", nodeType: "ra3.large" });`,
    );

    assert.notEqual(code, 0);
    assert.match(output, /does not support "aws:redshift\/cluster:Cluster"/);
  });

  it("names an unknown function", async () => {
    const { code, output } = await run(["preview"], `await aws.ec2.getInstance({});`);

    assert.notEqual(code, 0);
    assert.match(output, /does not answer "aws:ec2\/getInstance:getInstance"/);
  });

  it("refuses inputs in a preview that AWS would refuse, each by its path", async () => {
    const { code, output } = await run(
      ["preview"],
      `new aws.ec2.FlowLog("log", { vpcId: "vpc-123", trafficType: "EVERYTHING", logDestination: "log" });`,
    );

    assert.notEqual(code, 0);
    for (const property of ["vpcId", "trafficType", "logDestination"]) {
      assert.match(output, new RegExp(`property ${property} value`), output);
    }
  });

  it("refuses the id of a resource that does not exist in the region", async () => {
    const { code, output } = await run(
      ["preview"],
      `new aws.ec2.SecurityGroup("web", { vpcId: "vpc-0123456789abcdef0" });`,
    );

    assert.notEqual(code, 0);
    assert.match(output, /"vpc-0123456789abcdef0", but us-east-1 has no such AWS::EC2::VPC/);
  });

  it("refuses a second resource with the same name", async () => {
    const group = (name: string) => `new aws.cloudwatch.LogGroup("${name}", { name: "/shop" });`;

    const { code, output } = await run(["up", "--yes", "--skip-preview"], group("a"), group("b"));

    assert.notEqual(code, 0);
    assert.match(output, /aws:cloudwatch\/logGroup:LogGroup "\/shop" already exists in us-east-1/);
    await run(["destroy", "--yes", "--skip-preview"]);
  });

  it("refuses a subnet that overlaps another one, by AWS's code and sentence", async () => {
    const subnet = (name: string, range: string) =>
      `new aws.ec2.Subnet("${name}", { vpcId: vpc.id, cidrBlock: "${range}" });`;
    const up = ["up", "--yes", "--skip-preview"];

    const { code, output } = await run(
      up,
      `const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });`,
      subnet("a", "10.0.0.0/20"),
      subnet("b", "10.0.8.0/24"),
    );

    assert.notEqual(code, 0);
    // One of them is created first.
    assert.match(
      output,
      /InvalidSubnet\.Conflict: The CIDR '10\.0\.[08]\.0\/2[04]' conflicts with another subnet/,
    );
    await run(["destroy", "--yes", "--skip-preview"]);
  });

  it("deletes a named resource before it creates its replacement", async () => {
    const group = (kms: string) =>
      `new aws.cloudwatch.LogGroup("a", { name: "/shop", logGroupClass: "${kms}" });`;
    const up = ["up", "--yes", "--skip-preview"];
    await run(up, group("STANDARD"));

    const { code, output } = await run(up, group("INFREQUENT_ACCESS"));

    assert.equal(code, 0, output);
    assert.match(output, /1 replaced/);
    await run(["destroy", "--yes", "--skip-preview"]);
  });
});
