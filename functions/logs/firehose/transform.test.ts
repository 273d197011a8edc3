import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { LogDocument } from "../document.ts";
import { access, id, ms } from "../testing/lines.ts";
import type { Subscription } from "./subscription.ts";
import { transform } from "./transform.ts";

const subscription = (more: Partial<Subscription> = {}): Subscription => ({
  messageType: "DATA_MESSAGE",
  owner: "123456789012",
  logGroup: "dev-access",
  logStream: "s-1",
  subscriptionFilters: ["palisade/access/dev-api"],
  logEvents: [
    { id: "e-1", timestamp: ms, message: JSON.stringify(access) },
    { id: "e-2", timestamp: ms + 1, message: "not JSON" },
  ],
  ...more,
});
const control = subscription({
  messageType: "CONTROL_MESSAGE",
  owner: "CloudwatchLogs",
  logEvents: [{ id: "", timestamp: ms, message: "CWL CONTROL MESSAGE: Checking health" }],
});
const dataOf = (content: object) => gzipSync(JSON.stringify(content)).toString("base64");

interface Batch {
  readonly DeliveryStreamName: string;
  readonly Records: readonly { readonly Data: string }[];
}

// Firehose's own part is not run here: it invokes the function with these events, and delivers the results.
describe("the transformation of subscription records", () => {
  let batches: Batch[];
  let documents: LogDocument[];
  /** Whether Firehose takes a document; a throw is a refused call. */
  let takes: (document: LogDocument) => boolean;

  beforeEach(() => {
    batches = [];
    documents = [];
    takes = () => true;
  });

  const firehose = async (operation: string, input: object) => {
    assert.equal(operation, "PutRecordBatch");
    const batch = input as Batch;
    batches.push(batch);
    const RequestResponses = batch.Records.map(({ Data }) => {
      const document = JSON.parse(Buffer.from(Data, "base64").toString()) as LogDocument;
      if (!takes(document)) return { ErrorCode: "ServiceUnavailableException" };
      documents.push(document);
      return { RecordId: "r" };
    });
    return Promise.resolve({ RequestResponses });
  };
  const run = async (...data: string[]) => {
    const records = data.map((each, index) => ({
      ...{ recordId: `r${index}`, data: each, approximateArrivalTimestamp: ms },
    }));
    const place = { region: "eu-west-1", environment: "dev" };
    const options = { ...place, firehose, stream: "logs", pauses: [0, 0] };
    const result = await transform({ records }, options);
    return result.records;
  };

  it("puts each line as a document with its place, and keeps the record", async () => {
    const data = dataOf(subscription());

    assert.deepEqual(await run(data), [{ recordId: "r0", data, result: "Ok" }]);

    assert.equal(batches[0]?.DeliveryStreamName, "logs");
    const [first, second] = documents;
    assert.equal(documents.length, 2);
    assert.equal(first?.["http.request.id"], id);
    assert.deepEqual(
      ["event.dataset", "cloud.region", "service.environment", "cloud.account.id"].map(
        (name) => second?.[name],
      ),
      ["palisade.access", "eu-west-1", "dev", "123456789012"],
    );
    assert.deepEqual([second?.["message"], second?.["event.id"]], ["not JSON", "e-2"]);
    assert.equal(second?.["aws.cloudwatch.log_group"], "dev-access");
  });

  it("names functions and services by their filter", async () => {
    await run(
      dataOf(subscription({ subscriptionFilters: ["other", "palisade/function/dev-orders"] })),
      dataOf(subscription({ subscriptionFilters: ["palisade/service/orders"] })),
      dataOf(subscription({ subscriptionFilters: ["another's"] })),
    );

    assert.deepEqual(
      documents.map((each) => each["faas.name"] ?? each["service.name"]),
      ["dev-orders", "dev-orders", "orders", "orders", undefined, undefined],
    );
  });

  it("drops control messages, and fails what it can't read", async () => {
    const broken = Buffer.from("not compressed").toString("base64");
    const results = await run(dataOf(control), broken, dataOf({ a: 1 }), dataOf(subscription()));

    assert.deepEqual(
      results.map(({ result }) => result),
      ["Dropped", "ProcessingFailed", "ProcessingFailed", "Ok"],
    );
    assert.equal(results[1]?.data, broken);
    assert.equal(documents.length, 2);
  });

  it("tries again what Firehose refused, and only that", async () => {
    let refusals = 2;
    takes = (document) => document["event.id"] !== "e-2" || refusals-- <= 0;

    const [result] = await run(dataOf(subscription()));

    assert.equal(result?.result, "Ok");
    assert.deepEqual(
      documents.map((document) => document["event.id"]),
      ["e-1", "e-2"],
    );
    assert.deepEqual(
      batches.map(({ Records }) => Records.length),
      [2, 1, 1],
    );
  });

  it("fails the records of which Firehose takes a line at no time", async () => {
    takes = (document) => document["event.id"] !== "bad";
    const bad = subscription({ logEvents: [{ id: "bad", timestamp: ms, message: "x" }] });

    const results = await run(dataOf(subscription()), dataOf(bad), dataOf(subscription()));

    assert.deepEqual(
      results.map(({ result }) => result),
      ["Ok", "ProcessingFailed", "Ok"],
    );
  });

  it("keeps to Firehose's limits, and shortens a document that is too long", async () => {
    const logEvents = Array.from({ length: 1_200 }, (_, index) => ({
      ...{ id: `e-${index}`, timestamp: ms },
      message: index === 7 ? "x".repeat(1_040_000) : "y".repeat(8_000),
    }));

    const [result] = await run(dataOf(subscription({ logEvents })));

    assert.equal(result?.result, "Ok");
    assert.equal(documents.length, 1_200);
    for (const { Records } of batches) {
      const sizes = Records.map(({ Data }) => Buffer.byteLength(Data, "base64"));
      assert.ok(Records.length <= 500);
      assert.ok(Math.max(...sizes) <= 1_024_000);
      assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 4_194_304);
    }
    assert.equal(String(documents[7]?.["message"]).length, 32_000);
  });
});
