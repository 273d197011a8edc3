import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi/output.js";
import { recordResources } from "../../../tests/support/recordResources.ts";
import type { Properties } from "../../graph/resource.ts";
import { construct } from "./construct.ts";

const context = "services/orders";

/** The component's state, without unknown values, and the number of its resources. */
async function constructed(type: string, inputs: Properties) {
  let state: Properties = {};
  const { resources } = await recordResources(async () => {
    const result = await construct("it", type, inputs, {});
    state = await new Promise((resolve) => output(result.state).apply(resolve));
  });
  return { state, count: resources.length };
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

  it("creates an image that is not built, with a URI from its content", async () => {
    const inputs = { repositoryUrl: "registry/orders", context, imageTag: "newest" };
    const { state, count } = await constructed("awsx:ecr:Image", inputs);
    const other = await constructed("awsx:ecr:Image", { ...inputs, platform: "linux/arm64" });

    assert.equal(count, 2);
    assert.match(String(state["imageUri"]), /^registry\/orders@sha256:[0-9a-f]{64}$/);
    assert.notEqual(other.state["imageUri"], state["imageUri"]);
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
