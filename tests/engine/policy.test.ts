import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  isMandatory,
  judgeExport,
  readExportedResources,
} from "../../commands/policy/judgeExport.ts";
import { configureRules } from "../../policy/config/packConfig.ts";
import { counts } from "../../policy/judgement.ts";
import { allRules } from "../../policy/ruleSets.ts";
import { MutableExport } from "../policy/mutableExport.ts";
import { mutations } from "../policy/mutations/index.ts";
import { projectPolicyConfig } from "../policy/projectConfig.ts";
import { DeployedProject } from "../support/deployedProject.ts";
import { root } from "../support/platformProcess.ts";

const home = "dev-us-east-1";
const pack = ["--policy-pack", join(root, "policy")];

describe("the policy packs on the real engine", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;
  let folder: string;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1"], { own: true });
    folder = await mkdtemp(join(tmpdir(), "palisade-packs-"));
    await deployed.init(home);
  });
  after(async () => {
    await deployed?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  const loadBalancer = "components/service/internalLoadBalancer.ts";
  const functions = "components/function/bundledFunction.ts";

  async function withConfig(config: object): Promise<string[]> {
    const file = join(folder, "config.json");
    await writeFile(file, JSON.stringify(config));
    return [...pack, "--policy-pack-config", file];
  }

  it("allow all of our stack, before anything exists", async () => {
    const { stdout } = await deployed.succeed("preview", home, ...pack);

    assert.match(stdout, /palisade@v\d/);
    assert.doesNotMatch(stdout, /\[mandatory\]/);
    // The API's document contains ARNs, so it is not known yet.
    assert.match(stdout, /\[advisory\] +require-document-authorizers .*: dev\)/);
    assert.match(stdout, /string value at \.body can't be known during preview/);
  });

  it("can consist of one set of rules", async () => {
    const servers = ["--policy-pack", join(root, "policy/private-servers")];
    const { stdout } = await deployed.succeed("preview", home, ...servers);

    assert.match(stdout, /private-servers@v\d/);
    assert.doesNotMatch(stdout, /require-document-authorizers/);
  });

  const wrong: Record<string, readonly [config: object, message: RegExp]> = {
    "an unknown rule": [
      { "forbid-public-adresses": "advisory" },
      /unknown rule forbid-public-adresses/,
    ],
    "an unknown setting": [
      { "forbid-internet-ingress": { width: 24 } },
      /unknown setting forbid-internet-ingress\.width/,
    ],
    "an exemption without a reason": [
      { "forbid-internet-ingress": { exemptions: [{ urn: "urn:*::a", expires: "2027-01-01" }] } },
      /forbid-internet-ingress: exemptions\.0: reason is required/,
    ],
  };
  for (const [what, [config, message]] of Object.entries(wrong)) {
    it(`refuse a configuration with ${what}`, async () => {
      const { code, stdout, stderr } = await deployed.run(
        "preview",
        home,
        ...(await withConfig(config)),
      );

      assert.notEqual(code, 0);
      assert.match(`${stdout}${stderr}`, message);
    });
  }

  describe("with services and functions opened to the internet", () => {
    before(async () => {
      await deployed.replace(loadBalancer, "internal: true", "internal: false");
      await deployed.replace(functions, "vpcConfig: args.vpc &&", "vpcConfig: undefined &&");
    });
    after(async () => {
      await deployed.replace(loadBalancer, "internal: false", "internal: true");
      await deployed.replace(functions, "vpcConfig: undefined &&", "vpcConfig: args.vpc &&");
    });

    const found = (stdout: string) =>
      [...stdout.matchAll(/\[(mandatory|advisory)\] +(\S+) +\((\S+): (\S+)\)/g)]
        .map(([, level, rule, , name]) => `${level} ${rule} ${name}`)
        .filter((line) => /facing|in-vpc/.test(line))
        .sort();

    it("fail the preview, with each resource and how to fix it", async () => {
      const { code, stdout } = await deployed.run("preview", home, ...pack);

      assert.notEqual(code, 0);
      assert.deepEqual(found(stdout), [
        "mandatory forbid-internet-facing-load-balancers dev-catalog",
        "mandatory forbid-internet-facing-load-balancers dev-orders",
        "mandatory require-functions-in-vpc dev-catalog-proxy",
        "mandatory require-functions-in-vpc dev-orders-proxy",
      ]);
      assert.match(stdout, /: internal is false\. Set internal to true;/);
      assert.match(stdout, /: vpcConfig\.subnetIds is not set\. Set vpcConfig /);
    });

    it("follow levels and exemptions", async () => {
      const config = {
        "require-functions-in-vpc": "advisory",
        "forbid-internet-facing-load-balancers": {
          exemptions: [
            { urn: "urn:*::dev-catalog", reason: "It moves next month.", expires: "9999-12-31" },
            { urn: "urn:*::dev-orders", reason: "It has moved by now.", expires: "2026-01-31" },
          ],
        },
        "forbid-paths-from-internet": "disabled",
      };
      const { code, stdout } = await deployed.run("preview", home, ...(await withConfig(config)));

      assert.notEqual(code, 0);
      assert.deepEqual(found(stdout), [
        "advisory require-functions-in-vpc dev-catalog-proxy",
        "advisory require-functions-in-vpc dev-orders-proxy",
        "mandatory forbid-internet-facing-load-balancers dev-orders",
      ]);
      assert.match(stdout, /Its exemption \(It has moved by now\.\) was valid until 2026-01-31/);
    });

    it("fail the update before the load balancer is created", async () => {
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

  it("remediate where they are allowed to", async () => {
    const subnets = "components/network/privateNetwork.ts";
    const config = await withConfig({ "forbid-public-subnet-addresses": "remediate" });
    await deployed.replace(subnets, "OnLaunch: false", "OnLaunch: true");
    const { stdout } = await deployed.run("preview", home, ...config);
    await deployed.replace(subnets, "OnLaunch: true", "OnLaunch: false");

    assert.match(stdout, /\[remediate\] .*forbid-public-subnet-addresses/);
    assert.doesNotMatch(stdout, /\[mandatory\]/);
  });

  describe("with our stack deployed", () => {
    let text: string;
    let printed: string;

    before(async () => {
      printed = (await deployed.succeed("up", home, ...pack)).stdout;
      text = JSON.stringify(await deployed.export(home));
    });

    async function judged(exported: string) {
      const configured = configureRules(allRules, await projectPolicyConfig());
      return judgeExport(readExportedResources(exported, "export.json"), configured);
    }

    // Such as a plugin that is older than the program wants.
    it("have no warnings but of plugins that replace Pulumi's", () => {
      const warnings = [...printed.matchAll(/^ +(warning: .*)/gm)].map(([, warning]) => warning!);

      assert.ok(warnings.length > 0, printed);
      assert.deepEqual(
        warnings.filter(
          (warning) => !/^warning: using pulumi-(resource|language)-\S+ from \$PATH/.test(warning),
        ),
        [],
      );
    });

    it("find nothing in its export except exempt resources", async () => {
      const { judgements, undecided } = await judged(text);

      assert.deepEqual(
        judgements.filter(counts).map(({ rule, message }) => `${rule.name}: ${message}`),
        [],
      );
      assert.deepEqual(undecided, []);
    });

    for (const [what, mutate] of Object.entries(mutations)) {
      it(`catch ${what}`, async () => {
        const stack = new MutableExport(text);
        const urn = mutate(stack);

        const { judgements } = await judged(stack.toString());

        const found = judgements.filter(isMandatory);
        const name = urn.split("::").at(-1)!;
        assert.ok(
          found.some(
            ({ finding, message }) => finding.urn === urn || message.includes(`"${name}"`),
          ),
          `Nothing names ${urn}:\n${found.map(({ message }) => message).join("\n")}`,
        );
      });
    }
  });
});
