import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeployedOptions, deployedUsage } from "./deployed.ts";

describe("deployedUsage", () => {
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "palisade-usage-"));
    await mkdir(join(root, "stacks"));
    await writeFile(join(root, "Pulumi.yaml"), "name: test\nstackConfigDir: stacks\n");
    for (const region of ["eu-west-1", "us-east-1"]) {
      const file = join(root, "stacks", `Pulumi.prod-${region}.yaml`);
      await writeFile(file, `config:\n  aws:region: ${region}\n`);
    }
    await writeFile(join(root, "stacks", "Pulumi.prod-edge.yaml"), "config: {}\n");
  });
  after(() => rm(root, { recursive: true }));

  const ask = (more: Partial<DeployedOptions>) =>
    deployedUsage({
      root,
      plan: "gold",
      env: "prod",
      readOutputs: async (stack) => ({
        usagePlans: { gold: { id: `plan-of-${stack}`, keys: { acme: "k1", umbrella: "k2" } } },
      }),
      today: new Date("2026-03-01T23:59:59Z"),
      ...more,
    });

  it("prints the command for a stack, with its ids", async () => {
    assert.equal(
      await ask({ stack: "prod-us-east-1" }),
      `prod-us-east-1: run this for [used today, remaining] by key id:

  aws apigateway get-usage --region us-east-1 --usage-plan-id plan-of-prod-us-east-1 --start-date 2026-03-01 --end-date 2026-03-01

key       key id
acme      k1
umbrella  k2`,
    );
  });

  it("prints it for each region of an environment, or for one", async () => {
    const all = await ask({});
    const one = await ask({ region: "eu-west-1" });

    assert.deepEqual(all.match(/--region \S+/g), ["--region eu-west-1", "--region us-east-1"]);
    assert.deepEqual(one.match(/--region \S+/g), ["--region eu-west-1"]);
  });

  it("lists a stack's plans in the error of an unknown one", async () => {
    await assert.rejects(ask({ plan: "silver", stack: "prod-us-east-1" }), {
      name: "UsageError",
      message: 'Stack "prod-us-east-1" has no usage plan "silver"; it has gold.',
    });
    await assert.rejects(ask({ stack: "prod-us-east-1", readOutputs: async () => ({}) }), {
      message: /it has none/,
    });
  });

  it("lists an environment's stacks in the error of an unknown region", async () => {
    await assert.rejects(ask({ region: "ap-south-1" }), {
      message: /no stack in ap-south-1; it has prod-eu-west-1, prod-us-east-1/,
    });
    await assert.rejects(ask({ env: "none" }), {
      name: "UsageError",
      message: /it has no stacks/,
    });
    await assert.rejects(ask({ stack: "prod-ap-south-1" }), { name: "ProjectError" });
  });
});
