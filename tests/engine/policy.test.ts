import assert from "node:assert/strict";
import { join } from "node:path";
import program from "../../index.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import { readProject } from "../../local/graph/stackConfig.ts";
import { environmentStacks } from "../../local/sources/stacks.ts";
import { rules } from "../../policy/private-servers/index.ts";
import { judge, judgeStack } from "../../policy/testing/judge.ts";
import { DeployedProject } from "../support/deployedProject.ts";
import { plausibleHome, plausibleProvider } from "../support/plausibleOutputs.ts";
import { root } from "../support/platformProcess.ts";

const home = "dev-us-east-1";
const pack = ["--policy-pack", join(root, "policy")];

describe("the policy pack on the real engine", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1"]);
    await deployed.init(home);
  });
  after(() => deployed?.close());

  it("has nothing against our stack, before anything exists", async () => {
    const { stdout } = await deployed.succeed("preview", home, ...pack);

    assert.match(stdout, /private-servers@v\d/);
    assert.doesNotMatch(stdout, /\[(mandatory|advisory)\]/);
  });

  describe("with services and functions opened to the internet", () => {
    before(async () => {
      await deployed.edit("components/service/internalLoadBalancer.ts", (text) =>
        text.replace("internal: true", "internal: false"),
      );
      await deployed.edit("components/function/bundledFunction.ts", (text) =>
        text.replace("...(args.vpc\n", "...(args.vpc && false\n"),
      );
    });

    it("fails the preview, with each resource and what to do about it", async () => {
      const { code, stdout } = await deployed.run("preview", home, ...pack);

      assert.notEqual(code, 0);
      const found = [...stdout.matchAll(/\[mandatory\] +(\S+) +\((\S+): (\S+)\)/g)];
      assert.deepEqual(found.map(([, rule, type, name]) => `${rule} ${type} ${name}`).sort(), [
        "forbid-internet-facing-load-balancers aws:lb/loadBalancer:LoadBalancer dev-catalog",
        "forbid-internet-facing-load-balancers aws:lb/loadBalancer:LoadBalancer dev-orders",
        "require-functions-in-vpc aws:lambda/function:Function dev-catalog-proxy",
        "require-functions-in-vpc aws:lambda/function:Function dev-orders-proxy",
      ]);
      assert.match(stdout, /: internal is false\. Set internal to true;/);
      assert.match(stdout, /: vpcConfig\.subnetIds is not set\. Set vpcConfig /);
    });

    it("fails the update before there is a load balancer", async () => {
      const { code, stdout } = await deployed.run("up", home, ...pack);

      assert.notEqual(code, 0);
      // The engine stops at the first one.
      assert.match(
        stdout,
        /\[mandatory\] +forbid-internet-facing-load-balancers .*LoadBalancer: dev-/,
      );
      assert.match(stdout, /: internal is false\. Set internal to true;/);
      const types = (await deployed.inventory("us-east-1")).map(({ type }) => type);
      assert.ok(types.includes("aws:ec2/vpc:Vpc"), types.join("\n"));
      assert.ok(!types.includes("aws:lb/loadBalancer:LoadBalancer"));
    });
  });
});

// Without an engine, so awsx's subnets are left to the preview above.
describe("the policy pack on every stack of ours", () => {
  for (const environment of ["dev", "prod", "local"]) {
    it(`has nothing against ${environment}`, async () => {
      const project = await readProject(root);
      for (const { name: stack, region, config } of await environmentStacks(project, environment)) {
        const spec = { project: project.name, stack, config, program };
        const { resources } = await evaluateStack(spec, plausibleProvider(region), () =>
          plausibleHome("us-east-1"),
        );

        assert.ok(
          resources.some(({ type }) => type === "aws:lambda/function:Function"),
          stack,
        );
        const deployed = resources.map((resource) => ({ ...resource, props: resource.outputs }));
        const verdicts = rules.flatMap((rule) =>
          "types" in rule
            ? resources
                .filter(({ type }) => rule.types.includes(type))
                .map((resource) => judge(rule, { ...resource, props: resource.inputs }))
            : [judgeStack(rule, deployed)],
        );

        assert.ok(verdicts.length > rules.length, `${stack}: ${verdicts.length} verdicts`);
        assert.deepEqual(
          verdicts.flatMap(({ violations }) => violations),
          [],
          stack,
        );
      }
    });
  }
});
