import assert from "node:assert/strict";
import { renderAll } from "./testing.ts";

const escaped = (reference: string) =>
  `"$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")"`;
const body = JSON.stringify({
  name: `O'Neil "x" \\ a/b €`,
  records: [
    { data: "d1", key: "k1" },
    { data: "d2", key: "k2" },
  ],
});

/** The request templates of integrations with AWS services. */
describe("request templates of service integrations", () => {
  const context = { requestId: "r-1" };
  const params = { path: { id: `it's "7"` }, querystring: {}, header: {} };
  const asJson = (template: string): unknown =>
    JSON.parse(renderAll(template, { body, context, params }).text);

  it("SQS, query protocol", () => {
    const template =
      "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" +
      "&MessageAttribute.1.Value.StringValue=$util.urlEncode($context.requestId)";

    const form = new URLSearchParams(renderAll(template, { body, context }).text);

    assert.deepEqual(Object.fromEntries(form), {
      Action: "SendMessage",
      MessageBody: body,
      "MessageAttribute.1.Value.StringValue": "r-1",
    });
  });

  it("SQS, JSON protocol", () => {
    assert.deepEqual(asJson(`{"MessageBody":${escaped("$input.body")}}`), { MessageBody: body });
  });

  it("Kinesis PutRecords", () => {
    const template =
      `{"Records":[#foreach($e in $input.path('$.records'))` +
      `{"Data":"$util.base64Encode($e.data)","PartitionKey":"$e.key"}` +
      `#if($foreach.hasNext),#end#end]}`;

    assert.deepEqual(asJson(template), {
      Records: [
        { Data: "ZDE=", PartitionKey: "k1" },
        { Data: "ZDI=", PartitionKey: "k2" },
      ],
    });
  });

  it("DynamoDB PutItem and GetItem", () => {
    const template =
      `{"Item":{"id":{"S":"$context.requestId"},"name":{"S":${escaped("$input.path('$.name')")}},` +
      `"key":{"S":${escaped("$input.params('id')")}},"none":{"S":${escaped("$input.path('$.z')")}}}}`;

    assert.deepEqual(asJson(template), {
      Item: {
        id: { S: "r-1" },
        name: { S: `O'Neil "x" \\ a/b €` },
        key: { S: `it's "7"` },
        none: { S: "" },
      },
    });
  });

  it("Step Functions and EventBridge: JSON as a string within JSON", () => {
    const { input } = asJson(`{"input":${escaped("$input.json('$')")}}`) as { input: string };

    assert.deepEqual(JSON.parse(input), JSON.parse(body));
  });

  it("StartSyncExecution's response", () => {
    const template =
      "#set($r=$util.parseJson($input.path('$.output')))" +
      "#if($input.path('$.status')!='SUCCEEDED')#set($context.responseOverride.status=502)" +
      `{"message":"failed"}#else$input.path('$.output')#end`;

    const succeeded = renderAll(template, {
      body: '{"status":"SUCCEEDED","output":"{\\"a\\":1}"}',
    });
    const failed = renderAll(template, { body: '{"status":"FAILED"}' });

    assert.equal(succeeded.text, '{"a":1}');
    assert.equal(succeeded.overrides.response.status, undefined);
    assert.equal(failed.text, '{"message":"failed"}');
    assert.equal(failed.overrides.response.status, 502);
  });
});
