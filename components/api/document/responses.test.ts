import assert from "node:assert/strict";
import { defineApi } from "../index.ts";
import type { RouteDefinition } from "../route/route.ts";
import type { ResponseOptions } from "./responses.ts";
import { compileGatewayResponses, type GatewayResponses } from "./gatewayResponses.ts";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { sqs } from "../integrations/sqs.ts";

const check = (options: object, route: RouteDefinition) => () =>
  defineApi({ ...options, routes: { "POST /a": route } });
const proxied = lambdaProxy("orders");

describe("an API's responses", () => {
  it("accept valid options", () => {
    const options: ResponseOptions = {
      cors: { allowOrigin: "*" },
      gatewayResponses: {
        THROTTLED: { headers: { "Retry-After": "1", "X-Id": "$context.requestId" } },
        UNAUTHORIZED: { status: 404, body: "{}" },
      },
      binaryMediaTypes: ["*/*", "image/*", "application/vnd.example+zip"],
      minimumCompressionBytes: 0,
    };

    assert.doesNotThrow(check(options, proxied));
  });

  const refused: [what: string, options: object, message: RegExp][] = [
    // Facts 1.6: 413 REQUEST_TOO_LARGE cannot be customised.
    [
      "413",
      { gatewayResponses: { REQUEST_TOO_LARGE: {} } },
      /unknown option "gatewayResponses.REQUEST_TOO_LARGE"/,
    ],
    [
      "an unknown type",
      { gatewayResponses: { TEAPOT: {} } },
      /unknown option "gatewayResponses.TEAPOT". Use one of: ACCESS_DENIED/,
    ],
    ["a success", { gatewayResponses: { THROTTLED: { status: 200 } } }, /from 400 to 599/],
    ["a quote", { gatewayResponses: { THROTTLED: { headers: { a: "it's" } } } }, /single quotes/],
    [
      "a line break",
      { gatewayResponses: { THROTTLED: { headers: { a: "1\r\nb: 2" } } } },
      /fixed value/,
    ],
    [
      "an unknown variable",
      { gatewayResponses: { THROTTLED: { headers: { a: "$input.body" } } } },
      /or one variable/,
    ],
    ["a text that is not a media type", { binaryMediaTypes: ["png"] }, /media types/],
    [
      "an invalid origin",
      { cors: { allowOrigin: "a" } },
      /cors.allowOrigin is "a"; allowed: one origin/,
    ],
    // Facts 1.2: 0..10485760.
    ["a negative size", { minimumCompressionBytes: -1 }, /from 0 to 10,485,760/],
    ["too large a size", { minimumCompressionBytes: 10_485_761 }, /from 0 to 10,485,760/],
  ];
  for (const [what, options, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(check(options, proxied), { name: "ComponentArgumentError", message });
    });
  }

  // Facts 2.8: templates cannot read raw binary.
  for (const type of ["*/*", "application/json", "application/*"]) {
    it(`refuses ${type} as binary if a template or model reads the body`, () => {
      const options = { binaryMediaTypes: [type] };
      const modelled = lambdaProxy("orders", { validate: { body: {} } });

      assert.throws(check(options, sqs("jobs")), /no template or model reads/);
      assert.throws(check(options, modelled), /no template or model reads/);
    });
  }
});

describe("compileGatewayResponses", () => {
  const cors = { allowOrigin: "https://app.example.com", allowCredentials: true };
  const common = {
    "gatewayresponse.header.X-Correlation-Id": "context.requestId",
    "gatewayresponse.header.Access-Control-Allow-Origin": "'https://app.example.com'",
    "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'",
  };

  // Facts 2.5: DEFAULT_4XX is used only when the specific type is not configured.
  it("repeats the headers of all errors in each customized type", () => {
    const responses: GatewayResponses = {
      UNAUTHORIZED: {
        status: 404,
        headers: { "X-Why": "no token" },
        body: '{"id":$context.requestId}',
      },
    };

    assert.deepEqual(compileGatewayResponses(cors, responses), {
      DEFAULT_4XX: { responseParameters: common },
      DEFAULT_5XX: { responseParameters: common },
      UNAUTHORIZED: {
        statusCode: "404",
        responseParameters: { ...common, "gatewayresponse.header.X-Why": "'no token'" },
        responseTemplates: { "application/json": '{"id":$context.requestId}' },
      },
    });
  });

  it("lets an entry replace a header of all errors, in any case, also by a variable", () => {
    const headers = { "x-correlation-id": "$context.extendedRequestId" };

    const { DEFAULT_4XX } = compileGatewayResponses(undefined, { DEFAULT_4XX: { headers } });

    assert.deepEqual(DEFAULT_4XX, {
      responseParameters: {
        "gatewayresponse.header.x-correlation-id": "context.extendedRequestId",
      },
    });
  });
});
