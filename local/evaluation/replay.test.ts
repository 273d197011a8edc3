import assert from "node:assert/strict";
import type { EvaluatedStack, ResourceToCreate } from "./calls.ts";
import { RecordingEvaluator, replayStack } from "./replay.ts";
import type { Requests, StackEvaluator } from "./thread.ts";

const resource = (name: string, inputs: object = {}): ResourceToCreate => ({
  ...{ stack: "local-eu-west-1", type: "aws:sqs/queue:Queue", name, inputs: { ...inputs } },
  registration: {
    ...{ urn: name, dependencies: [], propertyDependencies: {}, secrets: [] },
    ...{ protect: false, retainOnDelete: false, ignoreChanges: [] },
  },
});

/** A program with two queues at once, and a third one that needs the first. */
const program: StackEvaluator = {
  evaluate: async (_, { create, call }): Promise<EvaluatedStack> => {
    const [one] = await Promise.all([create(resource("one")), create(resource("two"))]);
    await call({ stack: "local-eu-west-1", token: "aws:index/getRegion:getRegion", inputs: {} });
    await create(resource("three", { after: one.id }));
    return { name: "organization/a/local-eu-west-1", outputs: {}, components: [], problems: [] };
  },
};

describe("a replayed evaluation", () => {
  const stack = { stack: "local-eu-west-1", outputs: { home: { pool: "p" } } };
  let asked: string[];

  beforeEach(() => (asked = []));

  const requests = (idOf = (name: string) => name): Requests => ({
    create: async ({ name, inputs }) => {
      asked.push(`${name} ${JSON.stringify(inputs)}`);
      // The second one is completed first.
      if (name === "one") await new Promise((resolve) => setImmediate(resolve));
      return { id: idOf(name), outputs: { unset: undefined } };
    },
    call: async () => ({ region: "eu-west-1" }),
  });

  const recorded = async () => {
    const recorder = new RecordingEvaluator(program);
    await recorder.evaluate(stack, requests());
    const text = JSON.stringify(recorder.stacks.get(stack.stack));
    return JSON.parse(text) as Parameters<typeof replayStack>[0];
  };

  it("asks for the same, and returns the same", async () => {
    const recording = await recorded();
    const before = asked.splice(0);

    const evaluated = await replayStack(recording, stack, requests());

    assert.deepEqual(asked, before);
    assert.equal(evaluated.name, "organization/a/local-eu-west-1");
  });

  it("ends before anything depends on a response that differs", async () => {
    const recording = await recorded();
    asked = [];

    const replaying = replayStack(
      recording,
      stack,
      requests((name) => `new-${name}`),
    );

    await assert.rejects(replaying, { name: "ReplayError" });
    assert.deepEqual(asked, ["one {}", "two {}"]);
  });

  it("asks for nothing when the outputs of another stack differ", async () => {
    const recording = await recorded();
    asked = [];

    const replaying = replayStack(recording, { ...stack, outputs: {} }, requests());

    await assert.rejects(replaying, { name: "ReplayError" });
    assert.deepEqual(asked, []);
  });

  it("fails with a request", async () => {
    const failing = { ...requests(), call: () => Promise.reject(new Error("gone")) };

    await assert.rejects(replayStack(await recorded(), stack, failing), { name: "ReplayError" });
  });
});
