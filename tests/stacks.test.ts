import assert from "node:assert/strict";
import program from "../index.ts";
import { evaluateStack, fullStackName, type Provider } from "../local/graph/evaluate.ts";
import type { Properties } from "../local/graph/resource.ts";
import { readProject, readStackConfig, stacksOf } from "../local/graph/stackConfig.ts";
import { Recorded } from "./support/recordResources.ts";
import { root } from "./support/platformProcess.ts";

/** Answers every resource with made-up outputs: this proves what the stacks declare, not that AWS takes it. */
const provider: Provider = {
  owns: (type) => /^awsx?:/.test(type),
  create: async (type, name) => ({ id: name, outputs: { arn: `arn:${type}/${name}`, name } }),
  call: async () => ({ accountId: "123456789012" }),
};

const home: Properties = {
  userPoolId: "home-pool",
  userPoolArn: "arn:home-pool",
  clientId: "home-client",
  issuer: "https://home-issuer",
  machineClientId: "home-machine",
  tokenEndpoint: "https://home-token",
};

async function evaluate(stack: string) {
  const project = await readProject(root);
  const config = await readStackConfig(project, stack);
  const homeStack = fullStackName({
    project: project.name,
    stack: `${config["palisade:environment"]}-${config["palisade:homeRegion"]}`,
  });
  const { resources, outputs } = await evaluateStack(
    { project: project.name, stack, config, program },
    provider,
    (name) => (name === homeStack ? home : undefined),
  );
  return { recorded: new Recorded(resources), outputs };
}

describe("the stacks", () => {
  it("are two regions of dev, prod and local", async () => {
    const project = await readProject(root);
    const stacks = await Promise.all(["dev", "prod", "local"].map((env) => stacksOf(project, env)));

    assert.deepEqual(
      stacks.flat(),
      ["dev", "prod", "local"].flatMap((env) => [`${env}-eu-west-1`, `${env}-us-east-1`]),
    );
  });

  for (const env of ["dev", "prod", "local"]) {
    it(`have the user pool in ${env}'s home region, which the other one trusts`, async () => {
      const homeRegion = await evaluate(`${env}-us-east-1`);
      const other = await evaluate(`${env}-eu-west-1`);

      assert.equal(homeRegion.recorded.counts["UserPool"], 1);
      assert.equal(other.recorded.counts["UserPool"], undefined);
      const { apiUrl: _, serviceUrls: __, ...identity } = other.outputs;
      assert.deepEqual(identity, home);
      assert.match(String(other.recorded.inputs("RestApi", env)["body"]), /"arn:home-pool"/);
    });
  }

  it("protect what people rely on in production", async () => {
    const { recorded } = await evaluate("prod-us-east-1");

    assert.equal(recorded.inputs("UserPool", "prod-users")["deletionProtection"], "ACTIVE");
    assert.equal(
      recorded.inputs("Table", "prod-orders-table-orders")["deletionProtectionEnabled"],
      true,
    );
    assert.deepEqual(recorded.inputs("Vpc", "prod")["natGateways"], { strategy: "OnePerAz" });
    assert.equal(recorded.inputs("Service", "prod-orders")["desiredCount"], 2);
  });

  it("describe their rules in characters that EC2 takes", async () => {
    const { recorded } = await evaluate("prod-us-east-1");

    const descriptions = recorded.resources
      .filter(({ type }) => /securityGroup/i.test(type))
      .map(({ inputs }) => inputs["description"])
      .filter((description) => description !== undefined);
    assert.ok(descriptions.length > 10);
    // Source: Amazon EC2 API Reference, "IpRange".
    for (const text of descriptions)
      assert.match(String(text), /^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/);
  });

  it("take plain passwords on one machine only", async () => {
    const flows = async (env: string) => {
      const { recorded } = await evaluate(`${env}-us-east-1`);
      return recorded.inputs("UserPoolClient", `${env}-users-public`)["explicitAuthFlows"];
    };

    assert.deepEqual(await flows("prod"), ["ALLOW_USER_SRP_AUTH"]);
    assert.deepEqual(await flows("dev"), ["ALLOW_USER_SRP_AUTH"]);
    assert.ok(((await flows("local")) as string[]).includes("ALLOW_USER_PASSWORD_AUTH"));
  });
});
