import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { json } from "node:stream/consumers";
import { startHttpService, stopServices } from "../testing/service.ts";
import { awsClient, AwsError, dynamoDb, mailService } from "./awsClient.ts";

interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
  readonly socket: Socket;
}

// MiniStack checks the signatures in tests/local/attacksOnUsers.test.ts.
describe("awsClient", () => {
  let received: Received[];

  stopServices();
  beforeEach(() => (received = []));

  type Respond = (response: ServerResponse, socket: Socket) => void;
  const body =
    (status: number, text: string): Respond =>
    (response) =>
      void response.writeHead(status).end(text);

  /** Responds to each request in turn, and to all further ones as to the last. */
  const respondWith = async (...responses: Respond[]) => {
    const service = await startHttpService(async (request, response) => {
      const { url: path, headers, socket } = request;
      received.push({ path, headers, body: await json(request), socket });
      responses[Math.min(received.length, responses.length) - 1]!(response, socket);
    });
    const keys = { AWS_ACCESS_KEY_ID: "AKIA1", AWS_SECRET_ACCESS_KEY: "s" };
    return { AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL: service.url.href, ...keys };
  };

  it("names the operation and returns its output", async () => {
    const variables = await respondWith(body(200, '{"Item":{}}'));

    const output = await awsClient(dynamoDb, { variables })("GetItem", { TableName: "t" });

    assert.deepEqual(output, { Item: {} });
    const [{ path, headers, body: sent }] = received as [Received];
    assert.deepEqual([path, sent], ["/", { TableName: "t" }]);
    assert.equal(headers["x-amz-target"], "DynamoDB_20120810.GetItem");
    assert.equal(headers["content-type"], "application/x-amz-json-1.0");
    assert.match(headers.authorization!, /eu-west-1\/dynamodb\/aws4_request/);
  });

  it("posts to the path of an operation that has one", async () => {
    const variables = await respondWith(body(200, ""));

    assert.deepEqual(await awsClient(mailService, { variables })("/v2/email/x", {}), {});

    const [{ path, headers }] = received as [Received];
    assert.equal(path, "/v2/email/x");
    assert.equal(headers["content-type"], "application/json");
    assert.equal(headers["x-amz-target"], undefined);
    assert.match(
      headers.authorization!,
      /\/ses\/aws4_request, SignedHeaders=content-type;host;x-amz-date,/,
    );
  });

  it("keeps its connection, and makes a new one when AWS has closed it", async () => {
    const close: Respond = (_, socket) => void socket.destroy();
    const ok = body(200, "{}");
    const call = awsClient(dynamoDb, { variables: await respondWith(ok, ok, close, ok) });

    for (let calls = 0; calls < 3; calls += 1) await call("GetItem", {});

    const [first, second, third, fourth] = received.map(({ socket }) => socket);
    assert.equal(first, second);
    assert.equal(first, third);
    assert.notEqual(first, fourth);
  });

  for (const [what, respond] of [
    ["a fault of AWS", body(500, '{"__type":"InternalServerError"}')],
    ["a fault without JSON", body(503, "<html>")],
    ["too many calls", body(400, '{"__type":"x#ThrottlingException"}')],
    ["too many calls of an operation in a path", body(429, "{}")],
  ] as const) {
    it(`sends the request once more after ${what}`, async () => {
      const variables = await respondWith(respond, body(200, "{}"));

      await awsClient(dynamoDb, { variables })("GetItem", {});

      assert.equal(received.length, 2);
    });
  }

  it("gives up after two attempts", async () => {
    const variables = await respondWith(body(500, '{"__type":"InternalServerError"}'));

    await assert.rejects(awsClient(dynamoDb, { variables })("GetItem", {}), { status: 500 });
    assert.equal(received.length, 2);
  });

  it("gives up when AWS does not respond in time", async () => {
    const variables = await respondWith(() => {});

    const call = awsClient(dynamoDb, { variables, timeoutMs: 20, attempts: 1 });
    await assert.rejects(call("GetItem", {}), {
      message: /^AWS did not respond to GetItem: /,
    });
  });

  it("names AWS's error, without sending again", async () => {
    const type = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
    const variables = await respondWith(body(400, JSON.stringify({ __type: type, message: "no" })));

    await assert.rejects(awsClient(dynamoDb, { variables })("PutItem", {}), (error: AwsError) => {
      assert.equal(error.code, "ConditionalCheckFailedException");
      assert.equal(
        error.message,
        "AWS responded to PutItem with 400 ConditionalCheckFailedException: no",
      );
      return error instanceof AwsError;
    });
    assert.equal(received.length, 1);
  });
});
