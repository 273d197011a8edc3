import assert from "node:assert/strict";
import { get } from "node:http";
import { PassThrough } from "node:stream";
import { mock } from "node:test";
import type { Operation } from "../openapi.ts";
import { createModel, functionArn, lambda, lambdaIntegration, serve } from "../testing/gateway.ts";
import { send } from "../testing/http.ts";
import { authorizers, cases, fields, head, output } from "./testing/logCases.ts";

const streaming: Operation = {
  "x-amazon-apigateway-integration": {
    ...lambdaIntegration,
    responseTransferMode: "STREAM",
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/${functionArn}/response-streaming-invocations`,
  },
};
const guarded = lambda({ security: [{ own: [] }] });
const paths = {
  "/plain": { get: lambda(), head: lambda() },
  "/stream": { get: streaming, head: streaming },
  "/guarded": { get: guarded },
  "/limited": { get: lambda() },
  "/mock": {
    get: {
      "x-amazon-apigateway-integration": {
        type: "mock",
        requestTemplates: { "application/json": '{"statusCode":200}' },
        responses: { default: { statusCode: "200" } },
      },
    },
  },
};
const authorizerUri = lambdaIntegration.uri!.replace(":proxy/", ":authorizer/");
const components = {
  securitySchemes: {
    own: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "token",
        authorizerUri,
        authorizerResultTtlInSeconds: 0,
      },
    },
  },
};

/**
 * Fields without a value are `-`. (API Gateway Developer Guide, "Variables for access logging for API Gateway")
 * That page does not say which fields a failed call has; these are the steps that were reached.
 */
describe("the access log by kind of call", () => {
  for (const { title, path, request, run, stream, expected } of cases) {
    it(title, async () => {
      const throttles = {
        everyMethod: {},
        methods: new Map([["GET /limited", { ratePerSecond: 0, burst: 0 }]]),
      };
      const accessLogFormat = fields.map((field) => `$context.${field}`).join("\t");
      const model = createModel({ paths, components }, { accessLogFormat, throttles });
      const gateway = await serve(model, run ?? output({ body: "abc" }), {
        invokeStreaming: () => stream!(),
        invokeAuthorizer: (_, event) => {
          const { authorizationToken } = JSON.parse(event) as { authorizationToken: string };
          return authorizers[authorizationToken]!();
        },
      });
      await send(gateway.port, `/dev${path}`, request).catch(() => undefined);
      await gateway.close({ graceMs: 1000 });

      const values = gateway.logLines[0]!.split("\t").map((value, at) => {
        const field = fields[at]!;
        if (/latency|timeTo/i.test(field)) return value.replace(/^\d+$/, "#");
        return expected[field] === "+" ? value.replace(/^[1-9]\d*$/, "+") : value;
      });
      assert.deepEqual(
        Object.fromEntries(fields.map((field, at) => [field, values[at]])),
        Object.fromEntries(
          fields.map((field) => [
            field,
            expected[field] ?? (field === "resourcePath" ? path : "-"),
          ]),
        ),
      );
    });
  }

  it("counts a stream's latency to its end, and its headers' apart", async () => {
    const accessLogFormat =
      "$context.integration.timeToAllHeaders $context.integration.latency $context.integration.error";
    const source = new PassThrough();
    source.write(head);
    source.write("a");
    const gateway = await serve(
      createModel({ paths, components }, { accessLogFormat }),
      {},
      {
        invokeStreaming: () => Promise.resolve(Object.assign(source, { requestId: "stream-1" })),
      },
    );
    let passedMs = 0;
    const { now } = Date;
    const clock = mock.method(Date, "now", () => now() + passedMs);
    await new Promise((resolve) =>
      get(`${gateway.url}/stream`, (response) => {
        response.once("data", () => {
          passedMs = 5000;
          source.end("b");
        });
        response.once("end", resolve);
      }),
    );
    await gateway.close({ graceMs: 1000 });
    clock.mock.restore();

    const [headers = "", latency = "", error] = gateway.logLines[0]!.split(" ");
    assert.ok(Number(headers) < 5000 && Number(latency) >= 5000, `${headers} ${latency}`);
    assert.equal(error, "-");
  });
});
