import assert from "node:assert/strict";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { type RawResponse, send, sign } from "../testing/requests.ts";
import { refusedData } from "./testing/refusedData.ts";
import { refusedMessages } from "./testing/refusedMessages.ts";
import {
  dynamodb,
  kinesis,
  events,
  sqsJson,
  QueueUrl,
  put,
  attribute,
  message,
  publish,
  start,
  record,
  type Request,
} from "./testing/requests.ts";

/** Requests that look unusual. */
const accepted: readonly (readonly [string, Request])[] = [
  [
    "null, unknown names and text that is not ASCII",
    dynamodb("PutItem", {
      TableName: "orders",
      Item: { id: { S: "ä€😀" } },
      Expected: null,
      Unknown: 1,
    }),
  ],
  [
    "every type of value",
    put({
      M: {
        a: {
          L: [
            { S: "" },
            { N: "-1.5e3" },
            { B: "YQ==" },
            { BOOL: false },
            { NULL: true },
            { SS: ["a"] },
            { NS: ["1"] },
            { BS: ["YQ=="] },
            { M: {} },
            { L: [] },
          ],
        },
      },
    }),
  ],
  ["a key of 256 characters and empty data", record({ PartitionKey: "k".repeat(256), Data: "" })],
  ["attributes with own types", attribute({ DataType: "Number.int", StringValue: "-1.5e3" })],
  ["a binary attribute", attribute({ DataType: "Binary.gif", BinaryValue: "YQ==" })],
  ["a form with encoded text", message({ MessageBody: '{"a": "100% & ä+b=c"}' })],
  [
    "a message by protocol",
    publish({ MessageStructure: "json", Message: '{"default": "a"}', Subject: "ä" }),
  ],
  [
    "an event's time as text",
    events("PutEvents", {
      Entries: [{ Source: "a", DetailType: "b", Detail: "{}", Time: "2026-01-01T00:00:00Z" }],
    }),
  ],
];

// Proves what is refused before MiniStack, or by it; not that AWS refuses nothing else.
describe("requests are checked by the services' models", function () {
  this.timeout(60_000);
  const stack = miniStack();
  before(async () => {
    const [sqs, streams, sns, s3] = await Promise.all([
      stack.aws.sqs(),
      stack.aws.kinesis(),
      stack.aws.sns(),
      stack.aws.s3(),
    ]);
    await sqs.createQueue({ QueueName: "jobs" });
    await streams.createStream({ StreamName: "clicks", ShardCount: 1 });
    await sns.createTopic({ Name: "news" });
    await s3.createBucket({
      Bucket: "bucket",
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    });
    await stack.aws.dynamodb.send(
      new CreateTableCommand({
        TableName: "orders",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
  });

  const respond = async ({ service, ...request }: Request): Promise<RawResponse> => {
    const { url, accessKey: credentials } = stack.aws;
    return send(url, await sign(url, request, { credentials: credentials!, service }));
  };

  for (const [name, request, code, message] of [...refusedData, ...refusedMessages]) {
    it(`refuses ${name}`, async () => {
      const response = await respond(request);

      const error = errorOf(response);
      assert.equal(response.status, code === "MalformedQueryString" ? 404 : 400, response.body);
      assert.equal(error.code, code);
      if (typeof message === "string") assert.equal(error.message, message);
      else assert.match(error.message, message);
    });
  }

  for (const [name, request] of accepted) {
    it(`accepts ${name}`, async () => {
      const response = await respond(request);

      assert.equal(response.status, 200, response.body);
      assert.doesNotMatch(response.body, /"FailedEntryCount": [1-9]/);
    });
  }

  it("refuses single events, and takes the others", async () => {
    const event = { Source: "shop", DetailType: "order", Detail: "{}" };
    const details = ["{x", "[]", '"a"', "", "{}"];

    const response = await respond(
      events("PutEvents", {
        Entries: [...details.map((Detail) => ({ ...event, Detail })), { ...event, Source: "" }],
      }),
    );

    const { FailedEntryCount, Entries } = JSON.parse(response.body) as {
      FailedEntryCount: number;
      Entries: { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[];
    };
    assert.equal(FailedEntryCount, 5);
    assert.deepEqual(
      Entries.map(({ ErrorCode }) => ErrorCode),
      [
        "MalformedDetail",
        "MalformedDetail",
        "MalformedDetail",
        "InvalidArgument",
        undefined,
        "InvalidArgument",
      ],
    );
    assert.equal(Entries[0]!.ErrorMessage, "Detail is malformed.");
    assert.ok(Entries[4]!.EventId);
  });

  it("refuses single messages of a batch, and takes the others", async () => {
    const MessageAttributes = { kind: { DataType: "Nope", StringValue: "a" } };

    const response = await respond(
      sqsJson("SendMessageBatch", {
        QueueUrl,
        Entries: [
          { Id: "1", MessageBody: "a", MessageAttributes },
          { Id: "2", MessageBody: "b" },
        ],
      }),
    );

    const { Successful, Failed } = JSON.parse(response.body) as Record<string, { Id: string }[]>;
    assert.deepEqual(
      [Successful!.map(({ Id }) => Id), Failed!.map(({ Id }) => Id)],
      [["2"], ["1"]],
    );
  });

  it("puts the package before a name in JSON 1.0 only", async () => {
    const types = await Promise.all(
      [
        dynamodb("PutItem", "{"),
        dynamodb("PutItem", {}),
        start({ input: "{" }),
        kinesis("PutRecord", "{"),
      ].map(
        async (request) => (JSON.parse((await respond(request)).body) as { __type: string }).__type,
      ),
    );

    assert.deepEqual(types, [
      "com.amazon.coral.service#SerializationException",
      "com.amazon.coral.validate#ValidationException",
      "com.amazonaws.swf.service.v2.model#InvalidExecutionInput",
      "SerializationException",
    ]);
  });
});

/** The error of a response in JSON or XML. */
function errorOf({ body, headers }: RawResponse): { code: string; message: string } {
  if (body.startsWith("<")) {
    const text = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? "";
    return { code: text("Code"), message: text("Message") };
  }
  const { __type, message, Message } = JSON.parse(body) as Record<string, string>;
  const type = __type ?? headers["x-amzn-errortype"] ?? "";
  return { code: type.split("#").at(-1)!, message: message ?? Message ?? "" };
}
