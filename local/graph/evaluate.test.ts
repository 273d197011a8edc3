import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { evaluateStack, type Provider, type StackSpec } from "./evaluate.ts";

const provider: Provider = {
  owns: (type) => type.startsWith("aws:"),
  create: async (_type, name) => ({ id: `${name}-id`, outputs: { arn: `arn:${name}` } }),
  call: async () => ({ region: "us-east-1" }),
};

const evaluate = (
  program: StackSpec["program"],
  more: { provider?: Partial<Provider>; outputsOf?: (stack: string) => object | undefined } = {},
) =>
  evaluateStack(
    { project: "shop", stack: "dev", config: { "shop:size": "3" }, program },
    { ...provider, ...more.provider },
    (more.outputsOf ?? (() => undefined)) as (stack: string) => Record<string, unknown> | undefined,
  );

describe("evaluateStack", () => {
  it("lists the resources with their inputs and outputs", async () => {
    const { resources } = await evaluate(async () => {
      new aws.sqs.Queue("jobs", { fifoQueue: true });
    });

    assert.deepEqual(resources, [
      {
        type: "aws:sqs/queue:Queue",
        name: "jobs",
        id: "jobs-id",
        inputs: { fifoQueue: true },
        outputs: { fifoQueue: true, arn: "arn:jobs" },
        registration: {
          urn: "urn:pulumi:dev::shop::aws:sqs/queue:Queue::jobs",
          dependencies: [],
          propertyDependencies: {},
          secrets: [],
          protect: false,
          retainOnDelete: false,
          ignoreChanges: [],
        },
      },
    ]);
  });

  it("passes secrets in plain text to providers and to the caller", async () => {
    const { resources, outputs } = await evaluate(async () => {
      const name = pulumi.secret("jobs");
      const queue = new aws.sqs.Queue("jobs", { name, tags: { nested: pulumi.secret("too") } });
      return { names: pulumi.secret({ queue: queue.name }) };
    });

    assert.deepEqual(resources[0]?.inputs, { name: "jobs", tags: { nested: "too" } });
    assert.deepEqual(outputs, { names: { queue: "jobs" } });
  });

  it("passes outputs to other resources, and the stack's outputs to the caller", async () => {
    const { resources, outputs } = await evaluate(async () => {
      const queue = new aws.sqs.Queue("jobs");
      new aws.sqs.QueuePolicy("policy", { queueUrl: queue.arn, policy: "{}" });
      return { queue: pulumi.interpolate`${queue.arn}/` };
    });

    assert.equal(resources[1]?.inputs["queueUrl"], "arn:jobs");
    assert.deepEqual(outputs, { queue: "arn:jobs/" });
  });

  it("gives the program its stack's name and config", async () => {
    const { outputs } = await evaluate(async () => ({
      stack: pulumi.getStack(),
      project: pulumi.getProject(),
      size: new pulumi.Config().requireNumber("size"),
    }));

    assert.deepEqual(outputs, { stack: "dev", project: "shop", size: 3 });
  });

  it("passes the program's warnings to the caller, and restores where they went", async () => {
    const { warn } = pulumi.log;
    const warnings: string[] = [];
    const program = async () => {
      await pulumi.log.warn("odd");
    };
    await evaluateStack(
      { project: "shop", stack: "dev", config: {}, program },
      provider,
      () => undefined,
      undefined,
      (message) => warnings.push(message),
    );

    assert.deepEqual(warnings, ["odd"]);
    assert.equal(pulumi.log.warn, warn);
  });

  it("knows a resource's ancestors, dependencies, secrets and options", async () => {
    class Shop extends pulumi.ComponentResource {
      constructor() {
        super("shop:index:Shop", "shop");
        const options = { parent: this, protect: true, ignoreChanges: ["tags.owner"] };
        const queue = new aws.sqs.Queue("jobs", { tags: { a: pulumi.secret("b") } }, options);
        new aws.sqs.QueuePolicy("policy", { queueUrl: queue.arn, policy: "{}" }, { parent: queue });
      }
    }

    const { resources, components } = await evaluate(async () => {
      new Shop();
    });

    const shop = "urn:pulumi:dev::shop::shop:index:Shop::shop";
    const queue = "urn:pulumi:dev::shop::shop:index:Shop$aws:sqs/queue:Queue::jobs";
    const [jobs, policy] = resources.map(({ registration }) => registration!);
    assert.deepEqual(components, [{ type: "shop:index:Shop", name: "shop", urn: shop }]);
    assert.deepEqual(jobs, {
      urn: queue,
      parent: shop,
      dependencies: [],
      propertyDependencies: {},
      secrets: ["tags"],
      protect: true,
      retainOnDelete: false,
      ignoreChanges: ["tags.owner"],
    });
    assert.equal(policy!.parent, queue);
    assert.deepEqual(policy!.propertyDependencies, { queueUrl: [queue] });
  });

  it("leaves the program's own components out", async () => {
    class Shop extends pulumi.ComponentResource {
      constructor() {
        super("shop:index:Shop", "shop");
        new aws.sqs.Queue("jobs", {}, { parent: this });
      }
    }

    const { resources } = await evaluate(async () => {
      new Shop();
    });

    assert.deepEqual(
      resources.map(({ name }) => name),
      ["jobs"],
    );
  });

  it("has the children of remote components, and not the components", async () => {
    class Network extends pulumi.ComponentResource {
      declare readonly queueId: pulumi.Output<string>;
      declare readonly queueArns: pulumi.Output<string[]>;
    }
    const { resources, outputs } = await evaluate(
      async () => {
        const args = { size: 2, queueId: undefined, queueArns: undefined };
        const network = new Network("shop:index:Network", "net", args, {}, true);
        return { id: network.queueId, ids: network.queueArns };
      },
      {
        provider: {
          owns: (type) => /^(aws|shop):/.test(type),
          construct: (type, name, { size }) => {
            if (type !== "shop:index:Network") return undefined;
            const component = new pulumi.ComponentResource(type, name);
            const queues = Array.from(
              { length: size as number },
              (_, index) => new aws.sqs.Queue(`${name}-${index}`, {}, { parent: component }),
            );
            return { queueId: queues[0]!.id, queueArns: queues };
          },
        },
      },
    );

    assert.deepEqual(
      resources.map(({ name }) => name),
      ["net-0", "net-1"],
    );
    assert.deepEqual(outputs, { id: "net-0-id", ids: ["net-0-id", "net-1-id"] });
  });

  it("resolves references to stacks that were evaluated before", async () => {
    const { outputs } = await evaluate(
      async () => {
        const home = new pulumi.StackReference("organization/shop/home");
        return { pool: home.requireOutput("pool") };
      },
      { outputsOf: (stack) => (stack === "organization/shop/home" ? { pool: "p1" } : undefined) },
    );

    assert.deepEqual(outputs, { pool: "p1" });
  });

  it("fails for a reference to another stack, and names it", async () => {
    const program = async () => {
      new pulumi.StackReference("organization/shop/other");
    };

    await assert.rejects(evaluate(program), {
      name: "EvaluationError",
      message: /No outputs of the stack "organization\/shop\/other" are known/,
    });
  });

  it("fails with the first resource that can't be created, and names it", async () => {
    const create = async () => {
      throw new Error("no such thing");
    };
    const program = async () => {
      const queue = new aws.sqs.Queue("jobs");
      return { arn: queue.arn };
    };

    await assert.rejects(evaluate(program, { provider: { create } }), {
      name: "EvaluationError",
      message: 'aws:sqs/queue:Queue "jobs": no such thing',
    });
  });

  it("fails with the error of the program", async () => {
    const program = async () => {
      throw new RangeError("wrong");
    };

    await assert.rejects(evaluate(program), RangeError);
  });

  it("evaluates one stack after the other in one process", async () => {
    const program = async () => {
      new aws.sqs.Queue("jobs");
    };

    const first = await evaluate(program);
    const second = await evaluate(program);

    assert.equal(first.resources.length, 1);
    assert.deepEqual(second.resources, first.resources);
  });
});
