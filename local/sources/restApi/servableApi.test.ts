import assert from "node:assert/strict";
import { readRestApis } from "../../gateway/index.ts";
import type { OpenApiDocument } from "../../gateway/openapi.ts";
import { GatewayError } from "../../gateway/response/gatewayError.ts";
import { compileGatewayResponses } from "../../gateway/response/gatewayResponses.ts";
import { notServed } from "../../gateway/notServed.ts";
import type { Properties, Resource } from "../../graph/resource.ts";
import { servableApi } from "./servableApi.ts";

const resource = (kind: string, id: string, outputs: Properties): Resource => ({
  type: `aws:apigateway/${kind}`,
  name: id,
  id,
  inputs: outputs,
  outputs,
});

const operation = (integration: object) => ({
  responses: {},
  "x-amazon-apigateway-integration": integration,
});

const api = (paths: object) =>
  resource("restApi:RestApi", "api", { body: JSON.stringify({ openapi: "3.0.1", paths }) });

const stage = resource("stage:Stage", "stage", {
  restApi: "api",
  stageName: "v1",
  deployment: "d",
});

const proxy = operation({
  type: "aws_proxy",
  httpMethod: "POST",
  uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations",
});

const serve = (restApi: Resource, more: Resource[] = []) => {
  const unserved: string[] = [];
  const served = servableApi(restApi, [restApi, stage, ...more], {
    region: "us-east-1",
    onUnserved: (part) => unserved.push(part),
    functionProblem: (functionArn) => (functionArn.endsWith(":f") ? undefined : "it has no code"),
  });
  return { unserved, body: String(served.outputs["body"]) };
};

describe("servableApi", () => {
  it("leaves routes that can be served as they are", () => {
    const { unserved, body } = serve(api({ "/orders": { get: proxy } }));

    assert.deepEqual(unserved, []);
    assert.match(body, /function:f\/invocations/);
  });

  it("names a route that can't be served, and responds to it with 501", () => {
    const queue = operation({ type: "aws", httpMethod: "POST", uri: "arn:aws:apigateway:::sqs" });

    const { unserved, body } = serve(api({ "/orders": { get: proxy, post: queue } }));

    assert.deepEqual(unserved, ["post /orders"]);
    assert.match(body, /"post":\{"x-palisade-not-served":"POST \/orders: /);
  });

  it("names routes whose authorization is unclear", () => {
    const { body } = api({ "/orders": { get: proxy } }).outputs;
    const document = { ...JSON.parse(String(body)), security: [{ key: [] }] };
    const guarded = resource("restApi:RestApi", "api", { body: JSON.stringify(document) });

    assert.deepEqual(serve(guarded).unserved, ["get /orders"]);
  });

  it("names routes whose function, or whose authorizer's function, is not served", () => {
    const lost = JSON.parse(JSON.stringify(proxy).replace("function:f/", "function:lost:live/"));

    const { unserved, body } = serve(api({ "/a": { get: proxy }, "/b": { get: lost } }));

    assert.deepEqual(unserved, ["get /b"]);
    assert.match(body, /"x-palisade-not-served":"it has no code"/);
  });

  it("serves a route only if each stage can", () => {
    const named = JSON.parse(
      JSON.stringify(proxy).replace("function:f/", "function:${stageVariables.fn}/"),
    );
    const v2 = resource("stage:Stage", "v2", {
      restApi: "api",
      stageName: "v2",
      variables: { fn: "f" },
    });

    const { unserved } = serve(api({ "/a": { get: named }, "/b": { get: proxy } }), [v2]);

    assert.deepEqual(unserved, ["get /a"]);
  });

  it("names what is no method of API Gateway, and paths that refer to nothing", () => {
    const paths = { "/a": { get: proxy, trace: proxy, GET: proxy }, "/b": { $ref: "#/x-items/b" } };

    const { unserved, body } = serve(api(paths));

    assert.deepEqual(unserved, ["trace /a", "GET /a", "any /b"]);
    assert.match(body, /undefined path item/);
  });

  const policyWith = (Condition: object) => {
    const Statement = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*", Condition };
    const policy = JSON.stringify({ Statement });
    return resource("restApiPolicy:RestApiPolicy", "policy", { restApiId: "api", policy });
  };

  it("keeps the resource policy", () => {
    const policy = policyWith({ IpAddress: { "aws:SourceIp": "192.0.2.0/24" } });

    const { body } = serve(api({ "/orders": { get: proxy } }), [policy]);

    assert.match(body, /192\.0\.2\.0/);
  });

  // AWS evaluates the policy before all routes.
  for (const [title, policy, reason] of [
    [
      "can't be evaluated",
      policyWith({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
      /aws:PrincipalOrgID is not supported/,
    ],
    [
      "is not JSON",
      resource("restApiPolicy:RestApiPolicy", "policy", { restApiId: "api", policy: "{" }),
      /is not JSON/,
    ],
  ] as const) {
    it(`names an API whose resource policy ${title}, and responds to all its routes with 501`, () => {
      const { unserved, body } = serve(api({ "/a": { get: proxy }, "/b": { post: proxy } }), [
        policy,
      ]);

      assert.deepEqual(unserved, ["with all its routes"]);
      const document = JSON.parse(body) as OpenApiDocument;
      for (const operation of [document.paths!["/a"]!["get"], document.paths!["/b"]!["post"]]) {
        assert.deepEqual(Object.keys(operation!), [notServed]);
        assert.match(operation![notServed]!, reason);
      }
      const served = { ...api({}), outputs: { body } };
      assert.doesNotThrow(() => readRestApis([served, stage, policy]));
    });
  }

  const mockOf = (more: object) => operation({ type: "mock", ...more });
  // What API Gateway makes of these is not documented. None of them may open a route or end the start.
  for (const [title, given, reason] of [
    [
      "responses that are a list",
      mockOf({ responses: [] }),
      /responses is not an object, but a list/,
    ],
    [
      "a response that is a text",
      mockOf({ responses: { default: "200" } }),
      /default is not an object, but "200"/,
    ],
    [
      "a template that is null",
      mockOf({ requestTemplates: { "application/json": null } }),
      /application\/json is not a text, but null/,
    ],
    [
      "a template that is an object",
      mockOf({ responses: { default: { statusCode: 200, responseTemplates: { "a/b": {} } } } }),
      /a\/b is not a text/,
    ],
    [
      "mappings that are a list",
      mockOf({ requestParameters: [] }),
      /requestParameters is not an object/,
    ],
    [
      "a timeout that is no number",
      { ...operation({ type: "mock", timeoutInMillis: "soon" }) },
      /timeoutInMillis is not a number, but "soon"/,
    ],
    [
      "an integration that is a text",
      { "x-amazon-apigateway-integration": "mock" },
      /integration is not an object/,
    ],
    [
      "authorization that is a text",
      { ...proxy, "x-amazon-apigateway-auth": "AWS_IAM" },
      /auth is not an object/,
    ],
    [
      "authorization of type 1",
      { ...proxy, "x-amazon-apigateway-auth": { type: 1 } },
      /type is not a text/,
    ],
    ["security that is an object", { ...proxy, security: { pool: [] } }, /security is not a list/],
    ["security of a scheme that is missing", { ...proxy, security: [{ pool: [] }] }, /pool/],
    [
      "parameters that are texts",
      { ...proxy, parameters: ["a"] },
      /parameters\[0\] is not an object/,
    ],
    ["nothing but a text", "get", /the operation is not an object/],
    ["nothing", null, /has no x-amazon-apigateway-integration/],
  ] as const) {
    it(`names an operation with ${title}`, () => {
      const { unserved, body } = serve(api({ "/a": { get: given }, "/b": { get: proxy } }));

      assert.deepEqual(unserved, ["get /a"]);
      assert.match(
        String((JSON.parse(body) as OpenApiDocument).paths!["/a"]!["get"]![notServed]),
        reason,
      );
    });
  }

  it("names a path that is no object, and keeps one that is null as a path without methods", () => {
    const { unserved, body } = serve(api({ "/a": ["get"], "/b": null, "/c": { get: proxy } }));

    assert.deepEqual(unserved, ["any /a"]);
    assert.deepEqual((JSON.parse(body) as OpenApiDocument).paths!["/b"], {});
  });

  it("names operations that rely on the security of their path", () => {
    const own = { ...proxy, security: [] };
    const { unserved } = serve(api({ "/a": { security: [{ pool: [] }], get: proxy, post: own } }));

    assert.deepEqual(unserved, ["get /a"]);
  });

  it("names gateway responses that can't be read, and keeps the routes", () => {
    const gatewayResponses = {
      UNAUTHORIZED: { statusCode: 999 },
      ACCESS_DENIED: null,
      DEFAULT_4XX: { responseParameters: { "method.response.header.a": "'b'" } },
      THROTTLED: { statusCode: 429 },
      NO_SUCH_TYPE: {},
    };
    const paths = { "/a": { get: proxy } };
    const text = JSON.stringify({
      paths,
      "x-amazon-apigateway-gateway-responses": gatewayResponses,
    });

    const { unserved, body } = serve(resource("restApi:RestApi", "api", { body: text }));

    const kept = (JSON.parse(body) as OpenApiDocument)["x-amazon-apigateway-gateway-responses"]!;
    assert.deepEqual(
      unserved,
      ["UNAUTHORIZED", "ACCESS_DENIED", "DEFAULT_4XX", "NO_SUCH_TYPE"].map(
        (type) => `gateway response "${type}"`,
      ),
    );
    assert.deepEqual(Object.keys(kept), [
      "UNAUTHORIZED",
      "ACCESS_DENIED",
      "DEFAULT_4XX",
      "THROTTLED",
    ]);
    const reply = compileGatewayResponses(kept)(new GatewayError("UNAUTHORIZED"), {} as never);
    assert.equal(reply.status, 501);
    assert.match(String(reply.body), /999.*not a valid response status/);
  });

  it("serves what was imported with other settings of the import the same", () => {
    const { body } = api({ "/a": { get: proxy } }).outputs;
    const imported = resource("restApi:RestApi", "api", {
      body,
      putRestApiMode: "merge",
      failOnWarnings: true,
    });

    assert.deepEqual(serve(imported), serve(api({ "/a": { get: proxy } })));
  });
});
