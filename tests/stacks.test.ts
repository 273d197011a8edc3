import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state.js";
import program from "../index.ts";
import { evaluateStack, fullStackName, type Provider } from "../local/graph/evaluate.ts";
import type { Properties } from "../local/graph/resource.ts";
import { readProject, readStackConfig, stacksOf } from "../project/stackConfig.ts";
import { Recorded } from "./support/recordResources.ts";
import { root } from "./support/platformProcess.ts";

/** Returns made-up outputs: the tests show what the stacks declare, not that AWS accepts it. */
const provider: Provider = {
  owns: (type) => /^(?:awsx?|random):/.test(type),
  create: async (type, name) => ({
    id: name,
    outputs: {
      arn: `arn:${type}/${name}`,
      name,
      invokeUrl: `https://${name}/live`,
      url: `https://${name}`,
      ...(type === "awsx:ec2:Vpc" && { natGateways: ["1", "2", "3"].map((id) => ({ id })) }),
    },
  }),
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

const tables: Properties = {
  tables: { "orders.orders": "home-orders" },
  replicaRegions: ["eu-west-1"],
};

interface Options {
  /** Outputs that the home region's stack has. */
  homeOutputs?: Properties;
  /** Evaluates it as `pulumi preview` does, instead of `pulumi up`. */
  preview?: boolean;
}

async function evaluate(
  stack: string,
  { homeOutputs = { ...home, ...tables }, preview }: Options = {},
) {
  const project = await readProject(root);
  const config = await readStackConfig(project, stack);
  const homeStack = fullStackName({
    project: project.name,
    stack: `${config["palisade:environment"]}-${config["palisade:homeRegion"]}`,
  });
  const { resources, outputs } = await evaluateStack(
    { project: project.name, stack, config, program: preview ? previewed : program },
    provider,
    (name) => (name === homeStack ? homeOutputs : undefined),
  );
  return { recorded: new Recorded(resources), outputs };
}

/** The evaluation runs as `up`; this makes the program see a preview. */
function previewed() {
  // Exported for Pulumi's own modules, hence missing from its types.
  const { getStore } = runtimeState as unknown as {
    getStore(): { settings: { options: { dryRun: boolean } } };
  };
  getStore().settings.options.dryRun = true;
  return program();
}

describe("the stacks", () => {
  it("cover two regions in each of dev, prod and local", async () => {
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
      const trusted = Object.keys(home).map((name) => [name, other.outputs[name]]);
      assert.deepEqual(Object.fromEntries(trusted), home);
      assert.match(String(other.recorded.inputs("RestApi", env)["body"]), /"arn:home-pool"/);
    });
  }

  it("output the health route and the alarms of a region", async () => {
    const { outputs } = await evaluate("prod-eu-west-1");

    assert.equal(outputs["healthUrl"], "https://prod/live/health");
    assert.deepEqual(outputs["alarmNames"], [
      "prod-region",
      "prod-api-server-errors",
      "prod-api-latency",
      "prod-api-authorizer-failures",
      "prod-orders-service-down",
      "prod-catalog-service-down",
    ]);
  });

  it("have a canary in production, away from home", async () => {
    const project = await readProject(root);
    const canaries = async (env: string) => {
      const stacks = await stacksOf(project, env);
      const configs = await Promise.all(stacks.map((stack) => readStackConfig(project, stack)));
      return stacks.filter((_, index) => configs[index]?.["palisade:canary"] === "true");
    };

    assert.deepEqual(await canaries("prod"), ["prod-eu-west-1"]);
    assert.deepEqual(await canaries("dev"), []);
  });

  it("can be previewed before the home region's stack is deployed", async () => {
    const { recorded } = await evaluate("prod-eu-west-1", { homeOutputs: {}, preview: true });

    const known = await evaluate("prod-eu-west-1", { preview: true });
    assert.deepEqual(recorded.counts, known.recorded.counts);
    assert.equal(recorded.inputs("RestApi", "prod")["body"], pulumi.unknown);
    assert.match(String(known.recorded.inputs("RestApi", "prod")["body"]), /"arn:home-pool"/);
  });

  it("can't be deployed before the home region's stack", async () => {
    await assert.rejects(evaluate("prod-eu-west-1", { homeOutputs: {} }), {
      name: "HomeStackError",
      message:
        /Stack "prod-us-east-1" has no userPoolId, .*Deploy it first.*npm run deploy -- prod/,
    });
  });

  it("have one orders table in all regions, which belongs to the home region", async () => {
    const homeRegion = await evaluate("dev-us-east-1");
    const other = await evaluate("dev-eu-west-1");

    const { replicas } = homeRegion.recorded.inputs("Table", "dev-orders-table-orders");
    assert.deepEqual(
      (replicas as Properties[]).map(({ regionName }) => regionName),
      ["eu-west-1"],
    );
    assert.deepEqual(homeRegion.outputs["tables"], { "orders.orders": "dev-orders-table-orders" });
    assert.deepEqual(homeRegion.outputs["replicaRegions"], ["eu-west-1"]);
    assert.equal(other.recorded.counts["Table"], undefined);
    assert.deepEqual(
      [other.outputs["tables"], other.outputs["replicaRegions"]],
      [undefined, undefined],
    );
  });

  it("give a service the replica in its region, and no other", async () => {
    const { recorded } = await evaluate("dev-eu-west-1");

    const definitions = JSON.parse(
      String(recorded.inputs("TaskDefinition", "dev-orders")["containerDefinitions"]),
    ) as { environment: { name: string; value: string }[] }[];
    const variable = definitions[0]!.environment.find(({ name }) => name === "ORDERS_TABLE");
    assert.equal(variable?.value, "home-orders");
    const policy = JSON.parse(
      String(recorded.inputs("RolePolicy", "dev-orders-task")["policy"]),
    ) as {
      Statement: object[];
    };
    assert.deepEqual(policy.Statement, [
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
        Resource: ["arn:aws:dynamodb:eu-west-1:123456789012:table/home-orders"],
      },
    ]);
  });

  for (const [what, outputs] of [
    ["has no tables yet", {}],
    ["has no replica in the region yet", { ...tables, replicaRegions: ["sa-east-1"] }],
    ["lacks one of the tables", { ...tables, tables: {} }],
  ] as const) {
    const homeOutputs = { ...home, ...outputs };

    it(`wait for the home region's stack if it ${what}`, async () => {
      await assert.rejects(evaluate("dev-eu-west-1", { homeOutputs }), {
        name: "HomeStackError",
        message:
          /^Stack "dev-us-east-1" has no replica of orders\.orders in eu-west-1\. .*Deploy it first/,
      });
    });

    it(`can be previewed if the home region's stack ${what}`, async () => {
      const { recorded } = await evaluate("dev-eu-west-1", { homeOutputs, preview: true });

      assert.equal(recorded.inputs("RolePolicy", "dev-orders-task")["policy"], pulumi.unknown);
    });
  }

  it("have deletion protection and redundancy in production", async () => {
    const { recorded } = await evaluate("prod-us-east-1");

    assert.equal(recorded.inputs("UserPool", "prod-users")["deletionProtection"], "ACTIVE");
    assert.equal(
      recorded.inputs("Table", "prod-orders-table-orders")["deletionProtectionEnabled"],
      true,
    );
    assert.deepEqual(recorded.inputs("Vpc", "prod")["natGateways"], { strategy: "OnePerAz" });
    assert.equal(recorded.inputs("Service", "prod-orders")["desiredCount"], 2);
  });

  it("describe security group rules in characters that EC2 accepts", async () => {
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

  it("accept plain passwords only on one machine", async () => {
    const flows = async (env: string) => {
      const { recorded } = await evaluate(`${env}-us-east-1`);
      return recorded.inputs("UserPoolClient", `${env}-users-public`)["explicitAuthFlows"];
    };

    assert.deepEqual(await flows("prod"), ["ALLOW_USER_SRP_AUTH"]);
    assert.deepEqual(await flows("dev"), ["ALLOW_USER_SRP_AUTH"]);
    assert.ok(((await flows("local")) as string[]).includes("ALLOW_USER_PASSWORD_AUTH"));
  });
});
