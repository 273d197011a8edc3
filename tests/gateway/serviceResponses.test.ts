import assert from "node:assert/strict";
import { type ServiceResponse, fakeShop, type FakedShop, shopDocument } from "./fakeServices.ts";

const failure = '{"message":"The request could not be carried out"}';
const secret = "arn:aws:iam::123456789012:role/secret is not authorized";
const xml = `<?xml version="1.0"?><Error><Code>X</Code><Message>${secret}</Message></Error>`;

/** Responses that the AWS endpoint does not return, in the format of the API references. */
describe("responses of AWS services", () => {
  let shop: FakedShop;
  before(async () => {
    shop = await fakeShop(await shopDocument());
  });
  after(() => shop?.gateway.close({ graceMs: 0 }));

  const put = (path: string, body = '{"a":1}') => ({
    path,
    init: { method: "POST", body, headers: { "Content-Type": "application/json" } },
  });
  const get = (path: string, method = "GET") => ({ path, init: { method } });

  async function received(
    serviceResponse: ServiceResponse,
    { path, init }: { path: string; init: RequestInit },
  ): Promise<[status: number, text: string]> {
    shop.response = serviceResponse;
    const response = await fetch(`${shop.gateway.url}${path}`, init);
    return [response.status, await response.text()];
  }

  const json = (name: string) => ({ __type: `com.amazonaws.x#${name}`, message: secret });
  const query = (Code: string) => ({ Error: { Code, Message: secret, Type: "Sender" } });

  for (const [title, call, response, status] of [
    ["sqs, throttled", put("/jobs"), { status: 400, body: json("RequestThrottled") }, 429],
    ["sqs, not allowed", put("/jobs"), { status: 403, body: json("AccessDenied") }, 502],
    ["sqs, bad message", put("/jobs"), { status: 400, body: json("InvalidMessageContents") }, 400],
    ["sqs, down", put("/jobs"), { status: 503, body: `<html>${secret}`, type: "text/html" }, 502],
    ["sns, throttled", put("/news"), { status: 400, body: query("Throttling") }, 429],
    ["sns, bad message", put("/news"), { status: 400, body: query("InvalidParameter") }, 400],
    ["sns, not allowed", put("/news"), { status: 403, body: query("AuthorizationError") }, 502],
    [
      "kinesis, throttled",
      put("/devices/1/readings"),
      { status: 400, body: json("ProvisionedThroughputExceededException") },
      429,
    ],
    [
      "dynamodb, an error whose name ends like a known one",
      get("/notes/a/1"),
      { status: 400, body: json("OtherThrottlingException") },
      502,
    ],
    [
      "dynamodb, not allowed",
      get("/notes/a/1"),
      { status: 400, body: json("AccessDeniedException") },
      502,
    ],
    ["dynamodb, down", get("/notes/a"), { status: 500, body: json("InternalServerError") }, 502],
    ["stepFunctions, bad input", put("/imports"), { status: 400, body: json("InvalidName") }, 400],
    [
      "s3, put not allowed",
      get("/files/x", "DELETE"),
      { status: 403, body: xml, type: "application/xml" },
      502,
    ],
    ["s3, down", get("/files/x"), { status: 503, body: xml, type: "application/xml" }, 502],
    ["a redirect", put("/jobs"), { status: 301, body: xml.replace("<", "{") }, 500],
  ] as const) {
    it(`${title}: ${status} without the service's message`, async () => {
      const [got, text] = await received(response, call);

      assert.equal(got, status);
      assert.ok(!text.includes("secret") && !text.includes("arn:"), text);
      if (status !== 500) assert.equal(text, failure);
    });
  }

  it("s3 responds with 404 to both 403 and 404 for an object", async () => {
    for (const status of [403, 404]) {
      const got = await received({ status, body: xml, type: "application/xml" }, get("/files/x"));

      assert.deepEqual(got, [404, '{"message":"Not Found"}']);
    }
  });

  it("kinesis reports the failed records of a batch", async () => {
    const taken = { SequenceNumber: "1", ShardId: "s" };
    const refused = { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: secret };
    const body = { FailedRecordCount: 2, Records: [refused, taken, refused] };

    const [status, text] = await received({ status: 200, body }, put("/readings", "[1,2,3]"));

    assert.equal(status, 502);
    assert.equal(text, `${failure.slice(0, -1)},"failed":[0,2]}`);
  });

  for (const [title, given, count] of [
    ["500 elements", Array(500).fill({ device: "d" }), 500],
    ["501 elements", Array(501).fill({ device: "d" }), 0],
    ["more elements than a template's loop allows", Array(1001).fill({ device: "d" }), 0],
    ["an object", { device: "d" }, 0],
    ["a text", "[", 0],
  ] as const) {
    it(`kinesis receives ${count} records for ${title}, and refuses an empty batch`, async () => {
      const body = { FailedRecordCount: 0, Records: [] };

      await received({ status: 200, body }, put("/readings", JSON.stringify(given)));

      const sent = JSON.parse(String(shop.requests.at(-1)?.body)) as { Records: unknown[] };
      assert.equal(sent.Records.length, count);
    });
  }

  for (const [code, status] of [
    ["MalformedDetail", 400],
    ["InternalFailure", 502],
    ["ThrottlingException", 502],
  ] as const) {
    it(`eventBridge responds with ${status} for an event refused with ${code}`, async () => {
      const entry = { ErrorCode: code, ErrorMessage: secret };
      const body = { FailedEntryCount: 1, Entries: [entry] };

      assert.deepEqual(await received({ status: 200, body }, put("/orders")), [status, failure]);
    });
  }

  for (const [state, status] of [
    ["FAILED", 502],
    ["TIMED_OUT", 504],
    ["ABORTED", 502],
  ] as const) {
    it(`stepFunctions responds with ${status} for an execution that is ${state}`, async () => {
      const body = { status: state, error: "E", cause: secret };

      assert.deepEqual(await received({ status: 200, body }, put("/quotes")), [status, failure]);
    });
  }

  it("dynamodb returns every type as plain JSON, four levels deep", async () => {
    const Item = {
      text: { S: `q"'$x` },
      number: { N: "1.50" },
      yes: { BOOL: true },
      no: { BOOL: false },
      none: { NULL: true },
      bytes: { B: "aGk=" },
      texts: { SS: ["a'", "b"] },
      numbers: { NS: ["1", "2"] },
      list: { L: [{ S: "x" }, { N: "1" }, { L: [] }, { M: {} }] },
      map: { M: { 'k"': { S: "v" }, deep: { M: { l: { L: [{ M: { m: { M: {} } } }] } } } } },
    };

    const [status, text] = await received({ status: 200, body: { Item } }, get("/notes/a/1"));

    assert.equal(status, 200, text);
    assert.deepEqual(JSON.parse(text), {
      text: `q"'$x`,
      number: 1.5,
      yes: true,
      no: false,
      none: null,
      bytes: "aGk=",
      texts: ["a'", "b"],
      numbers: [1, 2],
      list: ["x", 1, [], {}],
      map: { 'k"': "v", deep: { l: [{ m: null }] } },
    });
  });

  it("eventBridge receives its target, content type and the event", async () => {
    await received({ status: 200, body: { Entries: [{}], FailedEntryCount: 0 } }, put("/orders"));

    const { service, method, path, headers, body } = shop.requests.at(-1)!;
    assert.deepEqual([service, method, path], ["events", "POST", "/"]);
    assert.equal(headers["x-amz-target"], "AWSEvents.PutEvents");
    assert.equal(headers["content-type"], "application/x-amz-json-1.1");
    const { Entries } = JSON.parse(String(body)) as { Entries: { Detail: string }[] };
    assert.deepEqual(JSON.parse(Entries[0]!.Detail), { order: { a: 1 }, note: "" });
  });
});
