import assert from "node:assert/strict";
import type { Properties, Resource } from "../graph/resource.ts";
import { RestApiDefinitionError } from "./errors.ts";
import { readRestApis } from "./model.ts";

function resource(type: string, id: string, outputs: Properties): Resource {
  return { type: `aws:apigateway/${type}`, name: id, id, inputs: {}, outputs };
}

const restApi = (outputs: Properties = {}) =>
  resource("restApi:RestApi", "abc123", { name: "shop", body: '{"paths":{}}', ...outputs });
const stage = (outputs: Properties = {}) =>
  resource("stage:Stage", "ags-1", {
    restApi: "abc123",
    stageName: "dev",
    deployment: "dep1",
    ...outputs,
  });
const settings = (outputs: Properties) =>
  resource("methodSettings:MethodSettings", "s", {
    restApi: "abc123",
    stageName: "dev",
    ...outputs,
  });

describe("readRestApis", () => {
  it("reads an API with its stage", () => {
    const format = "$context.requestId";

    const [api] = readRestApis([
      restApi({
        binaryMediaTypes: ["image/png"],
        disableExecuteApiEndpoint: true,
        endpointConfiguration: { types: "REGIONAL" },
      }),
      stage({
        variables: { color: "blue" },
        accessLogSettings: { destinationArn: "arn", format },
        xrayTracingEnabled: true,
      }),
    ]);

    assert.deepEqual(api, {
      id: "abc123",
      name: "shop",
      document: { paths: {} },
      binaryMediaTypes: ["image/png"],
      minimumCompressionSize: undefined,
      endpointType: "REGIONAL",
      disableExecuteApiEndpoint: true,
      stage: {
        name: "dev",
        deploymentId: "dep1",
        variables: { color: "blue" },
        canary: undefined,
        clientCertificateId: undefined,
        accessLogFormat: format,
        tracingEnabled: true,
        throttles: { everyMethod: {}, methods: new Map() },
      },
      firewall: undefined,
    });
  });

  // The provider has the resource's setting as a string.
  for (const [title, given, size] of [
    ["the body", { body: '{"x-amazon-apigateway-minimum-compression-size":10}' }, 10],
    ["the resource", { minimumCompressionSize: "0" }, 0],
    ["a resource that disables it", { minimumCompressionSize: "-1" }, undefined],
  ] as const) {
    it(`reads the minimum size for compression from ${title}`, () => {
      const [api] = readRestApis([restApi(given), stage()]);

      assert.equal(api?.minimumCompressionSize, size);
    });
  }

  it("reads binary media types from the body if the resource has none", () => {
    const body = '{"x-amazon-apigateway-binary-media-types":["*/*"]}';

    const [api] = readRestApis([restApi({ body, binaryMediaTypes: [] }), stage()]);

    assert.deepEqual(api?.binaryMediaTypes, ["*/*"]);
  });

  it("reads only the stage's method settings", () => {
    const limits = { throttlingRateLimit: 5, throttlingBurstLimit: 2 };

    const [api] = readRestApis([
      restApi(),
      stage(),
      settings({ methodPath: "*/*", settings: limits }),
      settings({ methodPath: "orders/GET", settings: limits, stageName: "prod" }),
      settings({ methodPath: "orders/PUT", settings: limits, restApi: "other" }),
    ]);

    assert.deepEqual(api?.stage.throttles.everyMethod, { ratePerSecond: 5, burst: 2 });
    assert.deepEqual([...(api?.stage.throttles.methods ?? [])], []);
  });

  it("returns an API once for each of its stages", () => {
    const stages = [stage(), stage({ stageName: "prod" })];

    const names = readRestApis([restApi(), ...stages]).map((api) => api.stage.name);

    assert.deepEqual(names, ["dev", "prod"]);
    assert.deepEqual(readRestApis([restApi()]), []);
  });

  const wrong: [title: string, outputs: Properties][] = [
    ["without a body", { body: undefined }],
    ["with a body that is neither JSON nor YAML", { body: "openapi: 3.0.1\n paths: {" }],
    ["with a resource policy that is not JSON", { policy: "{" }],
  ];
  for (const [title, outputs] of wrong) {
    it(`refuses an API ${title}`, () => {
      assert.throws(() => readRestApis([restApi(outputs), stage()]), RestApiDefinitionError);
    });
  }

  const policyOf = (id: number) => ({ Statement: { Sid: String(id) } });
  const body = JSON.stringify({ "x-amazon-apigateway-policy": policyOf(1) });
  const policy = (restApiId: string) =>
    resource("restApiPolicy:RestApiPolicy", "p", {
      restApiId,
      policy: JSON.stringify(policyOf(3)),
    });
  for (const [title, given, id] of [
    ["the body", [restApi({ body })], 1],
    ["an API without another policy", [restApi({ body, policy: "" }), policy("other")], 1],
    ["the API", [restApi({ body, policy: JSON.stringify(policyOf(2)) })], 2],
    ["a separate resource", [restApi({ body, policy: "{}" }), policy("abc123")], 3],
  ] as const) {
    it(`reads the resource policy of ${title}`, () => {
      const [api] = readRestApis([...given, stage()]);

      assert.deepEqual(api?.document["x-amazon-apigateway-policy"], policyOf(id));
    });
  }
});
