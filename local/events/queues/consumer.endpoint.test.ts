import assert from "node:assert/strict";
import type { SQS } from "@aws-sdk/client-sqs";
import { createRoleSessions, type RoleSessions } from "../../aws/roleSessions.ts";
import { type InvokeFunction, LambdaServiceError } from "../../lambda/contract.ts";
import { useCloud } from "../../provider/testing/cloud.ts";
import type { Provided } from "../../provider/testing/provided.ts";
import { QueueConsumer } from "./consumer.ts";
import { compileFilters } from "./filter.ts";
import type { QueueMapping } from "./mapping.ts";

interface Record {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly MessageGroupId?: string };
}

/** The messages of each event that a function received, and what it returns. */
type Handle = (records: Record[]) => unknown;

const actions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map(
  (action) => `sqs:${action}`,
);

// The function is a stand-in; queue, roles and permissions are MiniStack's.
describe("a queue's consumer", function () {
  this.timeout(60_000);
  const cloud = useCloud();
  let sessions: RoleSessions;
  let sqs: SQS;
  let consumer: QueueConsumer | undefined;
  let created = 0;

  before(async () => {
    sqs = await cloud.aws.sqs();
    sessions = createRoleSessions(cloud.aws, "lambda");
  });
  afterEach(() => consumer?.stop());
  after(() => sessions.close());

  const queueOf = (inputs: object = {}): Promise<Provided> =>
    cloud.create("aws:sqs/queue:Queue", `q${++created}`, {
      visibilityTimeoutSeconds: 1,
      ...inputs,
    });

  async function roleFor(queue: Provided, allowed: readonly string[] = actions): Promise<string> {
    const statement = {
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    const role = await cloud.create("aws:iam/role:Role", `r${++created}`, {
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    });
    await cloud.create("aws:iam/rolePolicy:RolePolicy", `p${created}`, {
      role: role.id,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: allowed, Resource: queue.outputs["arn"] }],
      }),
    });
    return String(role.outputs["arn"]);
  }

  /** Starts a consumer whose function is `handle`. */
  async function consume(
    queue: Provided,
    handle: Handle,
    more: Partial<QueueMapping> & { invoke?: InvokeFunction; allowed?: string[] } = {},
  ): Promise<{ problems: string[]; problem: Promise<string> }> {
    const { invoke, allowed, ...mapping } = more;
    const problems: string[] = [];
    let tell: (message: string) => void;
    const problem = new Promise<string>((resolve) => (tell = resolve));
    const roleArn = await roleFor(queue, allowed);
    consumer = new QueueConsumer({
      mapping: {
        name: "m",
        queueArn: String(queue.outputs["arn"]),
        queueUrl: queue.id,
        functionArn: cloud.arn("lambda", "function:f"),
        roleArn,
        batchSize: 10,
        windowMs: 0,
        reportsFailures: true,
        matches: () => true,
        ...mapping,
      },
      sqs: await sessions.sqs(roleArn),
      invoke:
        invoke ??
        (async (_arn, payload) => {
          const { Records } = JSON.parse(payload) as { Records: Record[] };
          return { payload: JSON.stringify((await handle(Records)) ?? null) };
        }),
      log: () => {},
      onProblem: (message) => {
        problems.push(message);
        tell(message);
      },
    });
    consumer.start();
    return { problems, problem };
  }

  const send = (queue: Provided, ...bodies: string[]) =>
    sqs.sendMessageBatch({
      QueueUrl: queue.id,
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    });

  /** Resolves once `count` bodies have been handled. */
  function collector(count: number, result: Handle = () => null) {
    const bodies: string[] = [];
    let finish: () => void;
    const done = new Promise<void>((resolve) => (finish = resolve));
    const handle: Handle = async (records) => {
      bodies.push(...records.map(({ body }) => body));
      const returned = await result(records);
      if (bodies.length >= count) setImmediate(finish);
      return returned;
    };
    return { bodies, handle, done };
  }

  /** Messages of a queue, hidden ones included. */
  async function left(queue: Provided): Promise<number> {
    const { Attributes = {} } = await sqs.getQueueAttributes({
      QueueUrl: queue.id,
      AttributeNames: ["All"],
    });
    return (
      Number(Attributes["ApproximateNumberOfMessages"]) +
      Number(Attributes["ApproximateNumberOfMessagesNotVisible"])
    );
  }

  async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

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

    await sqs.sendMessage({
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
    assert.equal(consumer!.counters.processed, 1);
  });

  it("takes no more than a batch at once, and fills it within the window", async () => {
    const queue = await queueOf();
    const sizes: number[] = [];
    const first = collector(5, (records) => void sizes.push(records.length));
    await send(queue, "1", "2", "3", "4", "5");
    await consume(queue, first.handle, { batchSize: 2 });
    await first.done;
    await consumer!.stop();
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
    assert.deepEqual(consumer!.counters, { processed: 2, failed: 2 });
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
      await consumer!.stop();

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
    await consumer!.stop();

    assert.equal(await left(queue), 2);
    assert.deepEqual(consumer!.counters, { processed: 0, failed: 2 });
  });

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
      await sqs.sendMessage({
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
    await consumer!.stop();
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

    await consumer!.stop();
    await send(queue, "after");
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: queue.id, WaitTimeSeconds: 1 });

    assert.deepEqual(
      Messages.map(({ Body }) => Body),
      ["after"],
    );
  });
});
