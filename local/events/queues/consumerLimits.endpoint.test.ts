import assert from "node:assert/strict";
import { LambdaServiceError } from "../../lambda/contract.ts";
import { compileFilters } from "./filter.ts";
import { useConsumers } from "./testing/consumers.ts";

describe("limits of a queue's consumer", function () {
  this.timeout(60_000);
  const test = useConsumers();
  const { queueOf, consume, send, collector, left, until } = test;

  it("repeats a throttled call", async () => {
    const queue = await queueOf({ visibilityTimeoutSeconds: 30 });
    let calls = 0;
    await send(queue, "1");
    await consume(queue, () => null, {
      invoke: async () => {
        calls += 1;
        if (calls < 3)
          throw new LambdaServiceError("TooManyRequestsException", 429, "Rate Exceeded.");
        return { payload: "null" };
      },
    });

    await until(async () => (await left(queue)) === 0);

    assert.equal(calls, 3);
  });

  it("runs no more batches at once than the maximum concurrency", async () => {
    const queue = await queueOf({ visibilityTimeoutSeconds: 30 });
    let [running, most] = [0, 0];
    const { handle, done } = collector(8, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 30));
      running -= 1;
    });
    await send(queue, ..."abcdefgh");
    await consume(queue, handle, { batchSize: 1, maximumConcurrency: 2 });
    await done;

    assert.equal(most, 2);
  });

  it("keeps the order of each group of a FIFO queue", async () => {
    const queue = await queueOf({ fifoQueue: true, visibilityTimeoutSeconds: 30 });
    const order = new Map<string, string[]>();
    const running = new Set<string>();
    const { handle, done } = collector(12, async (records) => {
      const groups = new Set(records.map(({ attributes }) => attributes.MessageGroupId!));
      for (const group of groups) {
        assert.ok(!running.has(group), `two batches of ${group} at once`);
        running.add(group);
      }
      for (const { body, attributes } of records) {
        const group = attributes.MessageGroupId!;
        order.set(group, [...(order.get(group) ?? []), body]);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
      for (const group of groups) running.delete(group);
    });
    for (let index = 0; index < 12; index += 1) {
      await test.sqs.sendMessage({
        QueueUrl: queue.id,
        MessageBody: String(index),
        MessageGroupId: index % 2 === 0 ? "even" : "odd",
        MessageDeduplicationId: String(index),
      });
    }
    await consume(queue, handle, { batchSize: 2 });
    await done;

    assert.deepEqual(order.get("even"), ["0", "2", "4", "6", "8", "10"]);
    assert.deepEqual(order.get("odd"), ["1", "3", "5", "7", "9", "11"]);
  });

  it("deletes the messages that no filter matches", async () => {
    const queue = await queueOf();
    const { bodies, handle, done } = collector(1);
    await send(queue, '{"kind":"other"}', "text", '{"kind":"wanted"}');
    await consume(queue, handle, { matches: compileFilters(['{"body":{"kind":["wanted"]}}']) });
    await done;
    await until(async () => (await left(queue)) === 0);

    assert.deepEqual(bodies, ['{"kind":"wanted"}']);
  });

  it("says once that the role lacks a permission, and receives nothing", async () => {
    const queue = await queueOf();
    await send(queue, "1");
    const { problem, problems } = await consume(queue, () => assert.fail("called"), {
      allowed: ["sqs:GetQueueAttributes"],
    });

    assert.match(await problem, /^m: .*(not authorized|denied).*/i);
    await test.consumer.stop();
    assert.equal(problems.length, 1);
    assert.equal(await left(queue), 1);
  });

  it("takes no message after it was stopped while it waited for one", async () => {
    const queue = await queueOf({ visibilityTimeoutSeconds: 30 });
    const first = collector(1);
    await send(queue, "before");
    await consume(queue, first.handle);
    await first.done;
    await until(async () => (await left(queue)) === 0);

    await test.consumer.stop();
    await send(queue, "after");
    const { Messages = [] } = await test.sqs.receiveMessage({
      QueueUrl: queue.id,
      WaitTimeSeconds: 1,
    });

    assert.deepEqual(
      Messages.map(({ Body }) => Body),
      ["after"],
    );
  });
});
