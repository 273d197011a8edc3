import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi/output.js";
import { recordResources } from "../../../tests/support/recordResources.ts";
import type { Properties } from "../../graph/resource.ts";
import { construct } from "./construct.ts";

const context = "services/orders";

/** The component's state, without unknown values, and the number of its resources. */
async function constructed(type: string, inputs: Properties) {
  let state: Properties = {};
  const made = { "docker-build:index:Image": { digest: "sha256:1" } };
  const { resources } = await recordResources(async () => {
    const result = await construct("it", type, inputs, {});
    state = await new Promise((resolve) => output(result.state).apply(resolve));
  }, made);
  return { state, count: resources.length, resources };
}

describe("construct", () => {
  it("creates a VPC", async () => {
    const { state, count } = await constructed("awsx:ec2:Vpc", {
      availabilityZoneNames: ["us-east-1a"],
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Isolated" }],
      natGateways: { strategy: "None" },
    });

    assert.equal(count, 6);
    assert.equal(state["vpcId"], "it-id");
    assert.deepEqual(state["isolatedSubnetIds"], ["it-isolated-1-id"]);
  });

  // Source: pulumi-awsx, awsx/ecr/image.ts and awsx/utils.ts.
  it("creates an image like awsx, with the registry's token", async () => {
    const repositoryUrl = "1.dkr.ecr.eu-west-1.amazonaws.com/orders";
    const inputs = { repositoryUrl, context, platform: "linux/arm64", args: { A: "1" } };
    const { state, resources } = await constructed("awsx:ecr:Image", inputs);

    const [image, ...more] = resources.filter(({ type }) => type === "docker-build:index:Image");
    assert.deepEqual(more, []);
    // The SHA-1 of "services/orders;arg[A]=1test", of which the last word is the stack.
    assert.equal(image?.name, "9b06af42-container");
    const { tags, registries, platforms, buildArgs, push } = image.inputs;
    assert.deepEqual(tags, [`${repositoryUrl}:${image.name}`]);
    assert.deepEqual([platforms, buildArgs, push], [["linux/arm64"], { A: "1" }, true]);
    assert.deepEqual(registries, [
      { address: "https://registry", username: "AWS", password: "token" },
    ]);
    assert.equal(state["imageUri"], `${repositoryUrl}@sha256:1`);
  });

  it("names an image by its tag", async () => {
    const inputs = { repositoryUrl: "registry/orders", context, imageTag: "newest" };
    const { resources } = await constructed("awsx:ecr:Image", inputs);

    assert.ok(resources.some(({ name }) => name === "newest"));
  });

  it("names the argument of an image that is wrong", async () => {
    const image = (inputs: Properties) => construct("it", "awsx:ecr:Image", inputs, {});

    await assert.rejects(image({ context, push: false }), {
      name: "AwsxArgumentError",
      message: /awsx.ecr.Image "it": push is not supported by the local platform; allowed: /,
    });
    await assert.rejects(image({ context: output(context) }), {
      name: "AwsxArgumentError",
      message: /context is another resource's output/,
    });
    await assert.rejects(image({ context: "services/none" }), { name: "ImageSourceError" });
  });

  it("names the unsupported component", async () => {
    await assert.rejects(construct("it", "awsx:lb:ApplicationLoadBalancer", {}, {}), {
      name: "UnknownComponentError",
      message: /does not support "awsx:lb:ApplicationLoadBalancer"; .* awsx:ec2:Vpc and awsx:ecr/,
    });
  });
});
