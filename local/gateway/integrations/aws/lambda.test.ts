import assert from "node:assert/strict";
import { type InvokeResult, LambdaServiceError } from "../../../lambda/contract.ts";
import { createModel, functionArn, serve, type TestGateway } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";

const type = "integration.request.header.X-Amz-Invocation-Type";
const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

const responses = {
  default: {
    statusCode: "202",
    responseParameters: {
      "method.response.header.X-Id": "integration.response.header.x-amzn-RequestId",
    },
  },
  ".*validation error.*": { statusCode: "400" },
};

const route = (requestParameters: object, more: object = {}) => ({
  post: {
    "x-amazon-apigateway-integration": {
      type: "aws",
      httpMethod: "POST",
      uri,
      requestParameters: requestParameters as Record<string, string>,
      responses,
      ...more,
    },
  },
});

const override =
  '#set($context.requestOverride.header.x-amz-invocation-type = "Event"){"from":"template"}';

const document = {
  paths: {
    "/sync": route({}),
    "/event": route({ [type]: "'Event'" }),
    "/lower": route({ [type.toLowerCase()]: "'Event'" }),
    "/chosen": route({ [type]: "method.request.header.InvocationType" }),
    "/override": route({}, { requestTemplates: { "application/json": override } }),
  },
};

/**
 * Invocation types by the mapped header: API Gateway Developer Guide, "Set up asynchronous invocation of
 * the backend Lambda function". How API Gateway shows Lambda's refusal of a wrong type is not documented.
 */
describe("a Lambda integration with an invocation type", () => {
  let gateway: TestGateway;
  let finish: ((result: InvokeResult) => void) | undefined;
  before(async () => {
    const result = () => new Promise<InvokeResult>((resolve) => (finish = resolve));
    gateway = await serve(
      createModel(document, { accessLogFormat: "$context.integration.status" }),
      result,
    );
  });
  after(() => gateway.abort());

  for (const [path, headers, log] of [
    ["/event", [], "202"],
    ["/lower", [], "202"],
    ["/override", [], "202"],
    ["/chosen", ["InvocationType", "Event"], "202"],
  ] as const) {
    it(`responds to ${path} ${headers.join(": ")} before the function ends, without its result`, async () => {
      finish = undefined;
      const { status, text } = await send(gateway.port, `/dev${path}`, {
        method: "POST",
        headers,
        body: '{"a":1}',
      });

      assert.deepEqual([status, text, gateway.logLines.at(-1)], [202, "", log]);
      assert.ok(finish, "the function runs");
      assert.deepEqual(
        gateway.events.at(-1),
        path === "/override" ? { from: "template" } : { a: 1 },
      );
    });
  }

  for (const [path, headers] of [
    ["/sync", []],
    ["/sync", ["X-Amz-Invocation-Type", "Event"]],
    ["/chosen", ["InvocationType", "RequestResponse"]],
    ["/chosen", ["InvocationType", ""]],
    ["/chosen", []],
  ] as const) {
    it(`waits at ${path} with ${headers.join(": ") || "no header"}`, async () => {
      const before = gateway.events.length;
      const response = send(gateway.port, `/dev${path}`, { method: "POST", headers });
      while (gateway.events.length === before)
        await new Promise((resolve) => setImmediate(resolve));
      finish!({ payload: '"result"', requestId: "call-1" });

      const { text, headers: received } = await response;
      assert.deepEqual([text, received["x-id"]], ['"result"', "call-1"]);
    });
  }

  it("runs nothing for DryRun and for other types", async () => {
    const before = gateway.events.length;
    const call = (type: string) =>
      send(gateway.port, "/dev/chosen", { method: "POST", headers: ["InvocationType", type] });

    const [dry, wrong] = [await call("DryRun"), await call("event")];

    assert.deepEqual([dry.status, dry.text, wrong.status], [202, "", 400]);
    assert.match(wrong.text, /Value 'event' at 'invocationType' failed/);
    assert.equal(gateway.events.length, before);
  });

  // Reported by callers of AWS in serverless/serverless#2270; the wording after the second colon is Lambda's.
  for (const [body, message] of [
    ["a=1&b=2", /^Could not parse request body into json: .*Unrecognized token 'a': was expecting/],
    ['{"a":"\n"}', /^Could not parse request body into json: /],
    ["{", /^Could not parse request body into json: /],
  ] as const) {
    it(`gives Lambda's message to the caller for the payload ${JSON.stringify(body)}`, async () => {
      const before = gateway.events.length;
      const { status, text } = await send(gateway.port, "/dev/sync", { method: "POST", body });

      assert.equal(status, 400);
      assert.match((JSON.parse(text) as { message: string }).message, message);
      assert.equal(gateway.events.length, before);
    });
  }

  it("responds with 413 to a payload that is too long for Lambda", async () => {
    const body = JSON.stringify("x".repeat(6 * 1024 * 1024));

    const { status } = await send(gateway.port, "/dev/event", { method: "POST", body });

    assert.equal(status, 413);
  });

  it("responds with 500 for an unknown function", async () => {
    const unknown = await serve(
      createModel(document),
      {},
      {
        invoke: () =>
          Promise.reject(new LambdaServiceError("ResourceNotFoundException", 404, "none")),
      },
    );

    const { status } = await send(unknown.port, "/dev/event", { method: "POST" });

    assert.equal(status, 500);
    await unknown.abort();
  });
});
