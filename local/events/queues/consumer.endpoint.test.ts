import assert from "node:assert/strict";
import { useConsumers } from "./testing/consumers.ts";

describe("a queue's consumer", function () {
  this.timeout(60_000);
  const test = useConsumers();
  const { queueOf, consume, send, collector, left, until } = test;

  it("hands over messages as AWS does, and deletes them", async () => {
    const queue = await queueOf();
    const events: { Records: object[] }[] = [];
    let tell: () => void;
    const received = new Promise<void>((resolve) => (tell = resolve));
    await consume(queue, () => null, {
      invoke: async (_arn, payload) => {
        events.push(JSON.parse(payload) as { Records: object[] });
        tell();
        return { payload: "null" };
      },
    });

    await test.sqs.sendMessage({
      QueueUrl: queue.id,
      MessageBody: "hello",
      MessageAttributes: {
        kind: { DataType: "String", StringValue: "greeting" },
        raw: { DataType: "Binary", BinaryValue: Buffer.from([1, 2]) },
      },
    });
    await received;
    await until(async () => (await left(queue)) === 0);

    const [record, ...others] = events[0]!.Records as [{ [key: string]: unknown }];
    assert.deepEqual(others, []);
    const { messageId, receiptHandle, attributes, md5OfMessageAttributes, ...rest } = record;
    assert.match(String(messageId), /^[0-9a-f-]{36}$/);
    assert.equal(typeof receiptHandle, "string");
    assert.match(String(md5OfMessageAttributes), /^[0-9a-f]{32}$/);
    assert.deepEqual(Object.keys(attributes as object).sort(), [
      "ApproximateFirstReceiveTimestamp",
      "ApproximateReceiveCount",
      "SenderId",
      "SentTimestamp",
    ]);
    assert.deepEqual(rest, {
      body: "hello",
      messageAttributes: {
        kind: {
          stringValue: "greeting",
          stringListValues: [],
          binaryListValues: [],
          dataType: "String",
        },
        raw: {
          binaryValue: "AQI=",
          stringListValues: [],
          binaryListValues: [],
          dataType: "Binary",
        },
      },
      md5OfBody: "5d41402abc4b2a76b9719d911017c592",
      eventSource: "aws:sqs",
      eventSourceARN: queue.outputs["arn"],
      awsRegion: "eu-west-1",
    });
    assert.equal(test.consumer.counters.processed, 1);
  });

  it("takes no more than a batch at once, and fills it within the window", async () => {
    const queue = await queueOf();
    const sizes: number[] = [];
    const first = collector(5, (records) => void sizes.push(records.length));
    await send(queue, "1", "2", "3", "4", "5");
    await consume(queue, first.handle, { batchSize: 2 });
    await first.done;
    await test.consumer.stop();
    const whole = collector(12);
    const windowed: number[] = [];
    await send(queue, ..."abcdef");
    await send(queue, ..."ghijkl");

    await consume(
      queue,
      (records) => {
        windowed.push(records.length);
        return whole.handle(records);
      },
      { batchSize: 12, windowMs: 5_000 },
    );
    await whole.done;

    assert.deepEqual(sizes, [2, 2, 1]);
    assert.deepEqual(windowed, [12]);
  });

  it("keeps the messages that a function reports as failed, and moves them to the dead-letter queue", async () => {
    const dead = await queueOf();
    const redrivePolicy = JSON.stringify({
      deadLetterTargetArn: dead.outputs["arn"],
      maxReceiveCount: 2,
    });
    const queue = await queueOf({ redrivePolicy });
    const { bodies, handle, done } = collector(4, (records) => ({
      batchItemFailures: records
        .filter(({ body }) => body === "bad")
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }));
    await send(queue, "good", "bad", "better");
    await consume(queue, handle);

    await done;
    await until(async () => (await left(dead)) === 1);

    assert.deepEqual(bodies.toSorted(), ["bad", "bad", "better", "good"]);
    assert.equal(await left(queue), 0);
    assert.deepEqual(test.consumer.counters, { processed: 2, failed: 2 });
  });

  for (const [title, result] of [
    ["an unknown message", { batchItemFailures: [{ itemIdentifier: "x" }] }],
    ["a wrong key", { batchItemFailures: [{ id: "x" }] }],
    ["a text", "done"],
  ] as const) {
    it(`keeps the whole batch if the response has ${title}`, async () => {
      const queue = await queueOf({ visibilityTimeoutSeconds: 30 });
      const { handle, done } = collector(2, () => result);
      await send(queue, "1", "2");
      await consume(queue, handle);
      await done;
      await test.consumer.stop();

      assert.equal(await left(queue), 2);
    });
  }

  it("keeps the whole batch if the function fails, without reported failures too", async () => {
    const queue = await queueOf({ visibilityTimeoutSeconds: 30 });
    let tell: () => void;
    const called = new Promise<void>((resolve) => (tell = resolve));
    await send(queue, "1", "2");
    await consume(queue, () => null, {
      reportsFailures: false,
      invoke: async () => {
        tell();
        return { payload: '{"errorMessage":"no"}', functionError: "Unhandled" };
      },
    });
    await called;
    await test.consumer.stop();

    assert.equal(await left(queue), 2);
    assert.deepEqual(test.consumer.counters, { processed: 0, failed: 2 });
  });
});
