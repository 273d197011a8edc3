import assert from "node:assert/strict";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { clientOf, failure, nasty, outcome } from "./client.ts";
import { serveShop, type ServedShop } from "./servedShop.ts";

describe("routes that send messages to AWS services", function () {
  this.timeout(120_000);
  const cloud = useCloud("eu-west-1");
  let shop: ServedShop;
  before(async () => {
    shop = await serveShop(cloud.aws);
  });
  after(() => shop?.close());
  const call = clientOf(() => shop.gateway.url);

  /** Creates a queue that an AWS service may send to. @returns a function that receives a message */
  const createQueue = async (QueueName: string, Service: string) => {
    const sqs = await cloud.aws.sqs();
    const { QueueUrl } = await sqs.createQueue({ QueueName });
    const Resource = cloud.arn("sqs", QueueName);
    const Statement = [
      { Effect: "Allow", Principal: { Service }, Action: "sqs:SendMessage", Resource },
    ];
    const Attributes = { Policy: JSON.stringify({ Statement }) };
    await sqs.setQueueAttributes({ QueueUrl, Attributes });
    return async () => (await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 5 })).Messages?.[0];
  };

  describe("sqs", () => {
    const received = async () => {
      const sqs = await cloud.aws.sqs();
      const QueueUrl = shop.outputs("Queue", "shop-jobs")["url"];
      const { Messages = [] } = await sqs.receiveMessage({
        QueueUrl,
        WaitTimeSeconds: 5,
        MessageAttributeNames: ["All"],
      });
      const [message] = Messages;
      await sqs.deleteMessage({ QueueUrl, ReceiptHandle: message?.ReceiptHandle });
      return message;
    };

    it("sends the unchanged body with attributes, and responds with the message's id", async () => {
      const body = JSON.stringify({ text: nasty });

      const response = await call("POST", "/jobs", body, { "X-Kind": "a'b\"$c" });

      const message = await received();
      assert.deepEqual(outcome(response), {
        status: 202,
        text: `{"messageId":"${message?.MessageId}"}`,
      });
      assert.equal(message?.Body, body);
      assert.equal(message?.MessageAttributes?.["kind"]?.StringValue, "a'b\"$c");
    });

    it("reads a header in lower case", async () => {
      await call("POST", "/jobs", "{}", { "x-kind": "low" });

      assert.equal((await received())?.MessageAttributes?.["kind"]?.StringValue, "low");
    });

    it("accepts only the listed content types", async () => {
      const text = await call("POST", "/jobs", nasty, {
        "Content-Type": "text/plain",
        "X-Kind": "k",
      });
      const xml = await call("POST", "/jobs", nasty, { "Content-Type": "text/xml" });

      assert.equal(text.status, 202);
      assert.equal((await received())?.Body, nasty);
      assert.deepEqual(outcome(xml), {
        status: 415,
        text: '{"message":"Unsupported Media Type"}',
      });
    });

    it("is limited by the role's policy with a custom template", async () => {
      assert.deepEqual(outcome(await call("POST", "/jobs/own", {})), failure(502));
    });
  });

  it("sns publishes the body, and responds with the message's id", async () => {
    const sns = await cloud.aws.sns();
    const receive = await createQueue("inbox", "sns.amazonaws.com");
    await sns.subscribe({
      TopicArn: shop.outputs("Topic", "shop-news")["arn"],
      Protocol: "sqs",
      Endpoint: cloud.arn("sqs", "inbox"),
      Attributes: { RawMessageDelivery: "true" },
    });
    const body = JSON.stringify({ text: nasty });

    const response = await call("POST", "/news?subject=hi%20%26%20ho", body);

    const message = await receive();
    assert.equal(response.status, 202, response.text);
    assert.match(response.text, /^\{"messageId":"[0-9a-f-]{36}"\}$/);
    assert.equal(message?.Body, body);
  });

  describe("kinesis", () => {
    const newest = async (count: number) => {
      const kinesis = await cloud.aws.kinesis();
      const { name: StreamName } = shop.outputs("Stream", "shop-readings");
      const { ShardIterator } = await kinesis.getShardIterator({
        StreamName,
        ShardId: "shardId-000000000000",
        ShardIteratorType: "TRIM_HORIZON",
      });
      const { Records = [] } = await kinesis.getRecords({ ShardIterator });
      return Records.slice(-count).map(({ Data, PartitionKey }) => ({
        key: PartitionKey,
        data: Buffer.from(Data!).toString(),
      }));
    };

    it("puts the body as a record", async () => {
      const data = JSON.stringify({ text: nasty });

      const response = await call("POST", "/devices/d1/readings", data);

      assert.equal(response.status, 202, response.text);
      assert.match(response.text, /^\{"shardId":"shardId-0+","sequenceNumber":"\d+"\}$/);
      assert.deepEqual(await newest(1), [{ key: "d1", data }]);
    });

    it("puts each element of an array as a record with its own key", async () => {
      const readings = [
        { device: `a'"b`, text: nasty },
        { device: "c", value: 10 },
      ];

      const response = await call("POST", "/readings", readings);

      assert.deepEqual(outcome(response), { status: 202, text: '{"records":2}' });
      assert.deepEqual(
        (await newest(2)).map(({ key, data }) => ({ key, data: JSON.parse(data) as unknown })),
        readings.map((reading) => ({ key: reading.device, data: reading })),
      );
    });

    it("distributes a batch without keys", async () => {
      const response = await call("POST", "/readings/random", { readings: [1, "two", null] });

      assert.deepEqual(outcome(response), { status: 202, text: '{"records":3}' });
      const records = await newest(3);
      assert.deepEqual(
        records.map(({ data }) => data),
        ["1", '"two"', "null"],
      );
      assert.equal(new Set(records.map(({ key }) => key)).size, 3);
    });
  });

  describe("stepFunctions", () => {
    it("starts an execution and describes it after it has ended", async () => {
      const started = await call("POST", "/imports", { note: nasty, list: [1] });
      const { execution } = JSON.parse(started.text) as { execution: string };

      const described = await ended(`/imports/${execution}`);

      const output = { order: { note: nasty, list: [1] }, note: nasty, from: "api" };
      assert.equal(started.status, 202);
      assert.deepEqual(described, { status: "SUCCEEDED", output });
      assert.ok(!started.text.includes("arn:"));
    });

    /** Polls an execution until it has ended. */
    async function ended(path: string): Promise<object> {
      for (;;) {
        const { text } = await call("GET", path);
        const execution = JSON.parse(text) as { status: string };
        if (execution.status !== "RUNNING") return execution;
      }
    }

    it("responds with 404 for an unknown execution, and 409 for a name in use", async () => {
      const first = await call("PUT", "/imports/one", { a: 1 });
      const other = await call("PUT", "/imports/one", { a: 2 });

      assert.deepEqual(outcome(first), { status: 202, text: '{"execution":"one"}' });
      assert.deepEqual(outcome(other), failure(409));
      assert.deepEqual(outcome(await call("GET", "/imports/none")), failure(404));
    });

    it("responds with an express execution's output, or 502 without its cause", async () => {
      const quote = await call("POST", "/quotes", { item: "tea" });
      const unknown = await call("POST", "/quotes", { item: nasty });

      assert.equal(quote.status, 200);
      assert.deepEqual(JSON.parse(quote.text), { price: 3 });
      assert.deepEqual(outcome(unknown), failure(502));
    });
  });

  it("eventBridge puts an event with the body as its detail", async () => {
    const bridge = await cloud.aws.eventBridge();
    const receive = await createQueue("caught", "events.amazonaws.com");
    const bus = shop.outputs("EventBus", "shop-events")["name"];
    const EventPattern = JSON.stringify({ source: ["shop"] });
    await bridge.putRule({ Name: "all", EventBusName: bus, EventPattern });
    await bridge.putTargets({
      Rule: "all",
      EventBusName: bus,
      Targets: [{ Id: "1", Arn: cloud.arn("sqs", "caught") }],
    });

    const response = await call("POST", "/orders", { note: nasty, n: 1 });

    const message = await receive();
    const event = JSON.parse(message!.Body!) as Record<string, unknown>;
    assert.equal(response.status, 202, response.text);
    assert.match(response.text, /^\{"eventId":"[0-9a-f-]{36}"\}$/);
    assert.equal(event["detail-type"], "OrderPlaced");
    assert.deepEqual(event["detail"], { order: { note: nasty, n: 1 }, note: nasty });
  });
});
