import assert from "node:assert/strict";
import { readExportedStack } from "./exportedStack.ts";

const urn = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const stack = {
  urn: urn("pulumi:pulumi:Stack", "shop-prod"),
  type: "pulumi:pulumi:Stack",
  outputs: { url: "https://shop.example.com" },
};
const queueType = "aws:sqs/queue:Queue";
const queue = {
  urn: urn(queueType, "jobs"),
  type: queueType,
  custom: true,
  id: "https://sqs/jobs",
  inputs: { fifoQueue: true },
  outputs: { arn: "arn:aws:sqs:eu-west-1:111122223333:jobs" },
};

const read = (...resources: object[]) =>
  readExportedStack(JSON.stringify({ version: 3, deployment: { resources } }), "export.json");

const provider = (name: string, region?: string) => ({
  urn: urn("pulumi:providers:aws", name),
  type: "pulumi:providers:aws",
  custom: true,
  id: "1",
  inputs: { region },
});

describe("readExportedStack", () => {
  it("reads the stack's name, outputs and resources", () => {
    const { name, outputs, resources } = read(stack, queue);

    assert.equal(name, "prod");
    assert.deepEqual(outputs, { url: "https://shop.example.com" });
    const { inputs, outputs: state } = queue;
    assert.deepEqual(resources, [
      { type: queueType, name: "jobs", id: "https://sqs/jobs", inputs, outputs: state },
    ]);
  });

  it("leaves out components and resources that await their deletion", () => {
    const component = { urn: urn("shop:index:Queue", "jobs"), type: "shop:index:Queue" };

    const { resources } = read(stack, component, { ...queue, delete: true }, queue);

    assert.equal(resources.length, 1);
  });

  it("combines an image's component and its child", () => {
    const component = {
      urn: urn("awsx:ecr:Image", "web"),
      type: "awsx:ecr:Image",
      outputs: { imageUri: "repository@sha256:1" },
    };
    const child = {
      urn: urn("awsx:ecr:Image$docker-build:index:Image", "web-container"),
      type: "docker-build:index:Image",
      custom: true,
      parent: component.urn,
      inputs: { context: { location: "./web" } },
      outputs: { ref: "repository:latest@sha256:1" },
    };

    const { resources } = read(stack, provider("default", "eu-west-1"), component, child);

    assert.deepEqual(resources[1], {
      type: "awsx:ecr:Image",
      name: "web-container",
      id: "",
      inputs: { context: "./web" },
      outputs: { imageUri: "repository@sha256:1" },
    });
  });

  it("finds the region in the default provider, in another one, or in ARNs", () => {
    const other = provider("other", "us-west-2");
    const standard = provider("default_7_3_0", "us-east-1");

    assert.equal(read(stack, other, standard, queue).region, "us-east-1");
    assert.equal(read(stack, other, queue).region, "us-west-2");
    assert.equal(read(stack, provider("default"), queue).region, "eu-west-1");
  });

  it("finds the account in ARNs", () => {
    assert.equal(read(stack, queue).accountId, "111122223333");
    assert.equal(read(stack, provider("default", "us-east-1")).accountId, undefined);
  });

  for (const [what, text, problem] of [
    ["a stack that was never deployed", '{"version": 3, "deployment": null}', /has no resources/],
    ["an empty stack", '{"version": 3, "deployment": {}}', /has no resources/],
    ["no region", JSON.stringify({ deployment: { resources: [stack] } }), /AWS region/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readExportedStack(text, "export.json"), {
        name: "StackExportError",
        message: problem,
      });
    });
  }

  for (const region of [
    "../../x",
    "us-east-1/../..",
    "a b",
    "localhost",
    "us-east-1.evil.example",
  ]) {
    it(`refuses the region "${region}"`, () => {
      assert.throws(() => read(stack, provider("default", region)), {
        name: "StackExportError",
        message: /which is not an AWS region/,
      });
    });
  }

  for (const region of ["us-gov-west-1", "eusc-de-east-1", "ap-southeast-7", "us-isob-east-1"]) {
    it(`accepts the region "${region}"`, () => {
      assert.equal(read(stack, provider("default", region)).region, region);
    });
  }
});
