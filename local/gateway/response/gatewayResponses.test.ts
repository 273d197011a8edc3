import assert from "node:assert/strict";
import { RestApiDefinitionError } from "../errors.ts";
import { compileGatewayResponses } from "./gatewayResponses.ts";
import type { ResponseDefinition } from "../openapi.ts";
import { createModel, lambda, serve } from "../testing/gateway.ts";
import { send, type RawRequest, type RawResponse } from "../testing/http.ts";

/** Returns the response to an unknown path by default, or to another failing request. */
async function provoke(
  definitions: Record<string, ResponseDefinition>,
  { path = "/dev/nothing", ...request }: RawRequest & { path?: string } = {},
): Promise<RawResponse> {
  const document = {
    paths: { "/fails": { get: lambda() }, "/items/{id}": { post: lambda() } },
    "x-amazon-apigateway-gateway-responses": definitions,
  };
  const gateway = await serve(createModel(document, { variables: { team: "shop" } }), {
    unknown: 1,
  });
  const response = await send(gateway.port, path, request);
  await gateway.close({ graceMs: 1000 });
  return response;
}

describe("gateway responses", () => {
  it("use the status, headers and body of the API's document", async () => {
    const response = await provoke({
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: "404",
        responseParameters: { "gatewayresponse.header.X-Why": "'no route'" },
        responseTemplates: { "application/json": '{"why":$context.error.messageString}' },
      },
    });

    assert.equal(response.status, 404);
    assert.equal(response.text, '{"why":"Missing Authentication Token"}');
    assert.equal(response.headers["x-why"], "no route");
    assert.equal(response.headers["x-amzn-errortype"], "MissingAuthenticationTokenException");
    assert.equal(response.headers["content-type"], "application/json");
  });

  it("replace variables of context, stage and request; missing ones are empty", async () => {
    const template =
      "$context.error.message|$context.error.responseType|$context.requestId|$stageVariables.team|" +
      "$method.request.header.X-Id|$method.request.header.x-id|$method.request.querystring.q|$context.none.";

    const response = await provoke(
      { DEFAULT_4XX: { responseTemplates: { "text/plain": template } } },
      { path: "/dev/nothing?q=a%20b", headers: ["X-Id", "7"] },
    );

    const id = response.headers["x-amzn-requestid"];
    assert.equal(
      response.text,
      `Missing Authentication Token|MISSING_AUTHENTICATION_TOKEN|${id}|shop|7||a b|.`,
    );
    assert.equal(response.headers["content-type"], "text/plain");
  });

  it("map a request's value to a header without adding further headers", async () => {
    const source = "method.request.querystring.q";

    const response = await provoke(
      { DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.X-Echo": source } } },
      { path: "/dev/nothing?q=a%0d%0aX-Evil:%201" },
    );

    assert.equal(response.headers["x-echo"], "aX-Evil: 1");
    assert.equal(response.headers["x-evil"], undefined);
  });

  it("fall back to DEFAULT_4XX and DEFAULT_5XX by status", async () => {
    const definitions = {
      DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.X-Is": "'4XX'" } },
      DEFAULT_5XX: {
        statusCode: 500,
        responseParameters: { "gatewayresponse.header.X-Is": "'5XX'" },
      },
      UNAUTHORIZED: { statusCode: 418 },
    };

    const missing = await provoke(definitions);
    const failing = await provoke(definitions, { path: "/dev/fails" });

    assert.deepEqual([missing.status, missing.headers["x-is"]], [403, "4XX"]);
    assert.equal(missing.text, '{"message":"Missing Authentication Token"}');
    assert.deepEqual([failing.status, failing.headers["x-is"]], [500, "5XX"]);
  });

  it("may set their own content type", async () => {
    const responseParameters = {
      "gatewayresponse.header.Content-Type": "'application/problem+json'",
    };

    const response = await provoke({ DEFAULT_4XX: { responseParameters } });

    assert.equal(response.headers["content-type"], "application/problem+json");
  });

  it("cannot change the framing headers", async () => {
    const responseParameters = {
      "gatewayresponse.header.Content-Length": "'3'",
      "gatewayresponse.header.Transfer-Encoding": "'chunked'",
      "gatewayresponse.header.X-Is": "'mine'",
    };

    const response = await provoke({ DEFAULT_4XX: { responseParameters } });

    assert.equal(response.text, '{"message":"Missing Authentication Token"}');
    assert.equal(response.headers["content-length"], String(response.text.length));
    assert.equal(response.headers["x-is"], "mine");
  });

  it("do not apply to a body that is too large or to another stage", async () => {
    const definitions = {
      DEFAULT_4XX: { statusCode: 418 },
      REQUEST_TOO_LARGE: { statusCode: 418 },
    };
    const headers = ["Content-Length", "10485761", "Expect", "100-continue"];

    const large = await provoke(definitions, { path: "/dev/items/1", method: "POST", headers });
    const elsewhere = await provoke(definitions, { path: "/prod/nothing" });

    assert.equal(large.status, 413);
    assert.equal(large.text, "HTTP content length exceeded 10485760 bytes.");
    assert.equal(large.headers["content-type"], "text; charset=utf-8");
    assert.equal(elsewhere.status, 403);
  });

  const wrong: [title: string, definitions: Record<string, ResponseDefinition>][] = [
    ["an unknown type", { NO_SUCH_TYPE: {} }],
    ["an invalid status", { THROTTLED: { statusCode: "soon" } }],
    [
      "a target other than a header",
      { THROTTLED: { responseParameters: { "gatewayresponse.body": "''" } } },
    ],
    [
      "an invalid header name",
      { THROTTLED: { responseParameters: { "gatewayresponse.header.X Y": "''" } } },
    ],
  ];
  for (const [title, definitions] of wrong) {
    it(`are refused at load time with ${title}`, () => {
      assert.throws(() => compileGatewayResponses(definitions), RestApiDefinitionError);
    });
  }
});
