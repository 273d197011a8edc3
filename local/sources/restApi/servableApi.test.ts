import assert from "node:assert/strict";
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

  it("serves nothing of an API whose resource policy can't be evaluated", () => {
    const policy = policyWith({ StringEquals: { "aws:PrincipalOrgID": "o-1" } });

    assert.throws(() => serve(api({ "/orders": { get: proxy } }), [policy]), {
      name: "RestApiDefinitionError",
      message: /resource policy: the condition key aws:PrincipalOrgID is not supported/,
    });
  });
});
