import assert from "node:assert/strict";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { serveShop, type ServedShop } from "./servedShop.ts";

/** What would break out of a field that is not escaped. */
const nasty = `it's "q" \\ $x $!{y} #set($a = 1) #end ☕ \n\t{"a":1} & + % </Message>`;

const origin = "https://shop.example.com";

describe("routes to AWS services without a function", function () {
  this.timeout(120_000);
  const cloud = useCloud("eu-west-1");
  let shop: ServedShop;
  before(async () => {
    shop = await serveShop(cloud.aws);
  });
  after(() => shop?.close());

  async function call(method: string, path: string, body?: unknown, headers = {}) {
    const response = await fetch(`${shop.gateway.url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : isBody(body) ? body : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString();
    assert.equal(
      response.headers.get("access-control-allow-origin"),
      origin,
      "pages may read every answer",
    );
    return { status: response.status, headers: response.headers, bytes, text };
  }
  const isBody = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
    typeof body === "string" || body instanceof Uint8Array;
  const outcome = ({ status, text }: { status: number; text: string }) => ({ status, text });
  const failure = (status: number) => ({
    status,
    text: '{"message":"The request could not be carried out"}',
  });
  const notFound = { status: 404, text: '{"message":"Not Found"}' };

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

    it("sends the body as it came, with attributes, and answers the message's id", async () => {
      const body = JSON.stringify({ text: nasty });

      const answer = await call("POST", "/jobs", body, { "X-Kind": "a'b\"$c" });

      const message = await received();
      assert.deepEqual(outcome(answer), {
        status: 202,
        text: `{"messageId":"${message?.MessageId}"}`,
      });
      assert.equal(message?.Body, body);
      assert.equal(message?.MessageAttributes?.["kind"]?.StringValue, "a'b\"$c");
    });

    it("finds a header that is spelt in lower case", async () => {
      await call("POST", "/jobs", "{}", { "x-kind": "low" });

      assert.equal((await received())?.MessageAttributes?.["kind"]?.StringValue, "low");
    });

    it("takes the content types that it names, and no other", async () => {
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

    it("lets a template of one's own say what is sent, which the role's policy bounds", async () => {
      assert.deepEqual(outcome(await call("POST", "/jobs/own", {})), failure(502));
    });
  });

  it("sns publishes the body, and answers the message's id", async () => {
    const sns = await cloud.aws.sns();
    const sqs = await cloud.aws.sqs();
    const inbox = await sqs.createQueue({ QueueName: "inbox" });
    await sns.subscribe({
      TopicArn: shop.outputs("Topic", "shop-news")["arn"],
      Protocol: "sqs",
      Endpoint: cloud.arn("sqs", "inbox"),
      Attributes: { RawMessageDelivery: "true" },
    });
    await sqs.setQueueAttributes({
      QueueUrl: inbox.QueueUrl,
      Attributes: {
        Policy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "sns.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: cloud.arn("sqs", "inbox"),
            },
          ],
        }),
      },
    });
    const body = JSON.stringify({ text: nasty });

    const answer = await call("POST", "/news?subject=hi%20%26%20ho", body);

    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: inbox.QueueUrl,
      WaitTimeSeconds: 5,
    });
    assert.equal(answer.status, 202, answer.text);
    assert.match(answer.text, /^\{"messageId":"[0-9a-f-]{36}"\}$/);
    assert.equal(Messages[0]?.Body, body);
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

      const answer = await call("POST", "/devices/d1/readings", data);

      assert.equal(answer.status, 202, answer.text);
      assert.match(answer.text, /^\{"shardId":"shardId-0+","sequenceNumber":"\d+"\}$/);
      assert.deepEqual(await newest(1), [{ key: "d1", data }]);
    });

    it("puts each element of an array as a record, with a key of its own", async () => {
      const readings = [
        { device: `a'"b`, text: nasty },
        { device: "c", value: 10 },
      ];

      const answer = await call("POST", "/readings", readings);

      assert.deepEqual(outcome(answer), { status: 202, text: '{"records":2}' });
      assert.deepEqual(
        (await newest(2)).map(({ key, data }) => ({ key, data: JSON.parse(data) as unknown })),
        readings.map((reading) => ({ key: reading.device, data: reading })),
      );
    });

    it("spreads a batch without keys", async () => {
      await call("POST", "/readings/random", { readings: [1, "two", null] });

      const records = await newest(3);
      assert.deepEqual(
        records.map(({ data }) => data),
        ["1", '"two"', "null"],
      );
      assert.equal(new Set(records.map(({ key }) => key)).size, 3);
    });
  });

  describe("s3", () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x80, 0x0a]);
    const headers = { "Content-Type": "image/png" };

    it("keeps bytes as they are, whatever the client accepts, with type, length and ETag", async () => {
      const put = await call("PUT", "/files/a/b%20c.png", png, headers);
      for (const accept of ["*/*", "image/png", "application/json"]) {
        const got = await call("GET", "/files/a/b%20c.png", undefined, { accept });

        assert.equal(got.status, 200, got.text);
        assert.deepEqual(got.bytes, png);
        assert.equal(got.headers.get("content-length"), String(png.length));
        assert.equal(got.headers.get("etag"), put.headers.get("etag"));
        assert.equal(got.headers.get("x-content-type-options"), "nosniff");
      }
      assert.deepEqual(outcome(put), { status: 204, text: "" });
      assert.match(put.headers.get("etag") ?? "", /^"[0-9a-f]{32}"$/);
    });

    it("keeps the object under its prefix", async () => {
      await call("PUT", "/files/deep/er.png", png, headers);

      const s3 = await cloud.aws.s3();
      const { Contents = [] } = await s3.listObjectsV2({
        Bucket: shop.outputs("Bucket", "shop-files")["bucket"],
      });
      assert.ok(Contents.some(({ Key }) => Key === "public/deep/er.png"));
      assert.ok(Contents.every(({ Key }) => Key?.startsWith("public/")));
    });

    it("finds an object by a query parameter", async () => {
      await call("PUT", "/files/q/x y.png", png, headers);

      assert.deepEqual((await call("GET", "/found?key=q/x%20y.png")).bytes, png);
    });

    it("reads texts as texts", async () => {
      const s3 = await cloud.aws.s3();
      const text = JSON.stringify({ text: nasty });
      await s3.putObject({
        Bucket: shop.outputs("Bucket", "shop-files")["bucket"],
        Key: "public/info.json",
        Body: text,
        ContentType: "application/json",
      });

      const got = await call("GET", "/texts/info", undefined, { accept: "image/png" });

      assert.deepEqual(outcome(got), { status: 200, text });
      assert.equal(got.headers.get("content-type"), "application/json");
    });

    for (const path of ["/files/none", "/files/..%2f..%2fx", "/found?key=../private/x", "/found"]) {
      it(`answers 404 for ${path}, without S3's words`, async () => {
        assert.deepEqual(outcome(await call("GET", path)), notFound);
      });
    }

    it("deletes, also what is not there", async () => {
      await call("PUT", "/files/gone.png", png, headers);

      const deleted = await call("DELETE", "/files/gone.png");
      const again = await call("DELETE", "/files/gone.png");

      assert.deepEqual([deleted.status, again.status], [204, 204]);
      assert.deepEqual(outcome(await call("GET", "/files/gone.png")), notFound);
    });
  });

  describe("dynamodb", () => {
    const note = (id: string, more: object = {}) => ({
      id,
      text: "t",
      rank: 1,
      done: false,
      ...more,
    });

    it("puts typed attributes, and gets them as plain JSON", async () => {
      const put = await call(
        "POST",
        "/notes/ada",
        note("1", { text: nasty, rank: 1.5, done: true }),
      );

      assert.deepEqual(outcome(put), { status: 201, text: "{}" });
      assert.deepEqual(JSON.parse((await call("GET", "/notes/ada/1")).text), {
        owner: "ada",
        id: "1",
        text: nasty,
        rank: 1.5,
        done: true,
        source: "api $#",
      });
    });

    it("answers 409 when the condition does not hold, 400 for a value that can't be", async () => {
      await call("POST", "/notes/bob", note("1"));

      assert.deepEqual(outcome(await call("POST", "/notes/bob", note("1"))), failure(409));
      assert.deepEqual(
        outcome(await call("POST", "/notes/bob", note("2", { rank: "many" }))),
        failure(400),
      );
    });

    it("answers 404 for no item, and 204 for one that goes", async () => {
      await call("POST", "/notes/cy", note("1"));

      assert.deepEqual(outcome(await call("DELETE", "/notes/cy/1")), { status: 204, text: "" });
      assert.deepEqual(outcome(await call("GET", "/notes/cy/1")), notFound);
    });

    it("queries page by page", async () => {
      const ids = ["a~1", "b~0&", "c'", "d", "e"];
      for (const id of ids) await call("POST", "/notes/dan", note(id));

      const pages: string[][] = [];
      let next: string | null = "";
      while (next !== null && pages.length < 9) {
        const { text } = await call("GET", `/notes/dan?next=${encodeURIComponent(next)}`);
        const page = JSON.parse(text) as { items: { id: string }[]; next: string | null };
        pages.push(page.items.map(({ id }) => id));
        ({ next } = page);
      }

      assert.deepEqual(pages.slice(0, 3), [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    });

    it("queries an index, from the highest, with chosen fields", async () => {
      for (const rank of [1, 2, 3]) await call("POST", "/notes/eve", note(`n${rank}`, { rank }));

      const first = JSON.parse((await call("GET", "/ranked/eve")).text) as { next: string };
      const second = await call("GET", `/ranked/eve?next=${encodeURIComponent(first.next)}`);

      assert.deepEqual(first, { items: [{ id: "n3", rank: 3 }], next: first.next });
      assert.deepEqual((JSON.parse(second.text) as { items: object[] }).items, [
        { id: "n2", rank: 2 },
      ]);
    });

    it("refuses a forged page, and never leaves the condition", async () => {
      await call("POST", "/notes/victim", note("secret"));

      for (const next of ["x", "victim~1", "victim~1secret", '"}},"TableName":"x', "a~1b~1c"]) {
        const answer = await call("GET", `/notes/thief?next=${encodeURIComponent(next)}`);

        assert.deepEqual(outcome(answer), failure(400), next);
      }
    });
  });

  describe("stepFunctions", () => {
    it("starts an execution and describes it when it is done", async () => {
      const started = await call("POST", "/imports", { note: nasty, list: [1] });
      const { execution } = JSON.parse(started.text) as { execution: string };

      const described = await ended(`/imports/${execution}`);

      const output = { order: { note: nasty, list: [1] }, note: nasty, from: "api" };
      assert.equal(started.status, 202);
      assert.deepEqual(described, { status: "SUCCEEDED", output });
      assert.ok(!started.text.includes("arn:"));
    });

    /** Asks until it no longer runs. */
    async function ended(path: string): Promise<object> {
      for (;;) {
        const { text } = await call("GET", path);
        const execution = JSON.parse(text) as { status: string };
        if (execution.status !== "RUNNING") return execution;
      }
    }

    it("answers 404 for an execution that is none, 409 for a name that is taken", async () => {
      const first = await call("PUT", "/imports/one", { a: 1 });
      const other = await call("PUT", "/imports/one", { a: 2 });

      assert.deepEqual(outcome(first), { status: 202, text: '{"execution":"one"}' });
      assert.deepEqual(outcome(other), failure(409));
      assert.deepEqual(outcome(await call("GET", "/imports/none")), failure(404));
    });

    it("waits for an express execution: its output, or 502 without its cause", async () => {
      const quote = await call("POST", "/quotes", { item: "tea" });
      const unknown = await call("POST", "/quotes", { item: nasty });

      assert.equal(quote.status, 200);
      assert.deepEqual(JSON.parse(quote.text), { price: 3 });
      assert.deepEqual(outcome(unknown), failure(502));
    });
  });

  it("eventBridge puts an event with the body as its detail", async () => {
    const bridge = await cloud.aws.eventBridge();
    const sqs = await cloud.aws.sqs();
    const bus = shop.outputs("EventBus", "shop-events")["name"];
    const caught = await sqs.createQueue({ QueueName: "caught" });
    const EventPattern = JSON.stringify({ source: ["shop"] });
    await bridge.putRule({ Name: "all", EventBusName: bus, EventPattern });
    await sqs.setQueueAttributes({
      QueueUrl: caught.QueueUrl,
      Attributes: {
        Policy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: cloud.arn("sqs", "caught"),
            },
          ],
        }),
      },
    });
    await bridge.putTargets({
      Rule: "all",
      EventBusName: bus,
      Targets: [{ Id: "1", Arn: cloud.arn("sqs", "caught") }],
    });

    const answer = await call("POST", "/orders", { note: nasty, n: 1 });

    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: caught.QueueUrl,
      WaitTimeSeconds: 5,
    });
    const event = JSON.parse(Messages[0]!.Body!) as Record<string, unknown>;
    assert.equal(answer.status, 202, answer.text);
    assert.match(answer.text, /^\{"eventId":"[0-9a-f-]{36}"\}$/);
    assert.equal(event["detail-type"], "OrderPlaced");
    assert.deepEqual(event["detail"], { order: { note: nasty, n: 1 }, note: nasty });
  });

  describe("without a service", () => {
    it("mock answers JSON, a text, or nothing", async () => {
      const version = await call("GET", "/version");
      const robots = await call("GET", "/robots.txt");
      const nothing = await call("DELETE", "/nothing");

      const { request, ...rest } = JSON.parse(version.text) as Record<string, string>;
      assert.deepEqual(rest, { version: "1.0 $#" });
      assert.equal(request, version.headers.get("x-amzn-requestid"));
      assert.equal(robots.text, "User-agent: *\n#if($x) $$\n");
      assert.equal(robots.headers.get("content-type"), "text/plain");
      assert.equal(robots.headers.get("x-robots"), "all");
      assert.deepEqual(outcome(nothing), { status: 204, text: "" });
    });

    for (const [path, status, location] of [
      ["/old", 301, "https://new.example.com/start"],
      [
        "/old/a%20b%2Fc+d'",
        302,
        "https://new.example.com/pages/a%20b%2Fc%2Bd%27.html?from=shop#top",
      ],
      [
        "/old/%0d%0aSet-Cookie:x",
        302,
        "https://new.example.com/pages/%0d%0aSet-Cookie%3Ax.html?from=shop#top",
      ],
      ["/moved/a/b", 302, "/elsewhere/a/b"],
      ["/moved//evil.example", 302, "/elsewhere//evil.example"],
      ["/short/%2Fevil.example", 307, "/%2Fevil.example"],
      ["/short/%5Cevil.example", 307, "/%5Cevil.example"],
      ["/short/@evil.example", 307, "/%40evil.example"],
    ] as const) {
      it(`redirect sends ${path} to ${location}`, async () => {
        const answer = await call("GET", path);

        assert.equal(answer.status, status, answer.text);
        assert.equal(answer.headers.get("location"), location);
      });
    }
  });
});
