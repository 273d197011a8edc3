import assert from "node:assert/strict";
import type { InvokeResult } from "../../lambda/contract.ts";
import type { RestApiModel, StageModel } from "../model.ts";
import type { OpenApiDocument } from "../openapi.ts";
import type { GatewayOptions } from "../options.ts";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
  type TestGateway,
} from "../testing/gateway.ts";
import { send, statusesOf } from "../testing/http.ts";
import { createKey, idClaims, signToken, startJwksServer } from "../testing/tokens.ts";
import { UsageMeter } from "./meter.ts";
import type { UsagePlanModel } from "./plans.ts";

const api_key = { type: "apiKey", name: "x-api-key", in: "header" };
const keyed = lambda({ security: [{ api_key: [] }] });
const components = { securitySchemes: { api_key } };
const paths = { "/orders": { get: keyed, post: keyed }, "/open": { get: lambda() } };

const acme = { id: "k1", name: "acme", value: "value-acme", enabled: true };

const gold = (more: Partial<UsagePlanModel> = {}): UsagePlanModel => ({
  id: "p1",
  name: "gold",
  throttle: {},
  quota: undefined,
  stages: [{ apiId: "abc123", stageName: "dev", throttles: new Map() }],
  keys: [
    acme,
    { id: "k2", name: "umbrella", value: "value-umbrella", enabled: true },
    { id: "k3", name: "gone", value: "value-gone", enabled: false },
  ],
  ...more,
});

// Source: API Gateway Developer Guide, "Usage plans and API keys for REST APIs in API Gateway".
describe("a route that requires an API key", () => {
  const gateways: TestGateway[] = [];
  const clock = () => 0;

  const start = async (
    plans: UsagePlanModel[] = [gold()],
    document: OpenApiDocument = { paths, components },
    stage: Partial<StageModel> = {},
    options: Partial<GatewayOptions> = {},
  ): Promise<TestGateway> => {
    const usage = new UsageMeter(plans, { clock });
    return startOn(createModel(document, stage), { usage, clock, ...options });
  };
  const startOn = async (model: RestApiModel, options: Partial<GatewayOptions>) => {
    const gateway = await serve(model, { statusCode: 200, body: "{}" }, options);
    gateways.push(gateway);
    return gateway;
  };
  afterEach(async () => {
    await Promise.all(gateways.splice(0).map((gateway) => gateway.abort()));
  });

  const get = ({ port }: TestGateway, path = "/orders", ...headers: string[]) =>
    send(port, `/dev${path}`, { headers });
  const withKey = (gateway: TestGateway, key = acme.value, path = "/orders") =>
    get(gateway, path, "X-API-Key", key);
  const statuses = async (calls: number, call: () => Promise<{ status: number }>) => {
    const all: number[] = [];
    for (let index = 0; index < calls; index += 1) all.push((await call()).status);
    return all;
  };

  it("accepts a key of one of the stage's plans, and passes its owner to the function", async () => {
    const gateway = await start();

    const { status } = await withKey(gateway);

    const { identity } = gateway.events[0]!.requestContext;
    assert.equal(status, 200);
    assert.deepEqual([identity.apiKey, identity.apiKeyId], ["value-acme", "k1"]);
  });

  for (const [name, headers] of [
    ["no key", []],
    ["an empty key", ["x-api-key", ""]],
    ["an unknown key", ["x-api-key", "value-nobody"]],
    ["a disabled key", ["x-api-key", "value-gone"]],
    ["two keys", ["x-api-key", "value-acme", "x-api-key", "value-umbrella"]],
  ] as const) {
    it(`responds with 403 to ${name}`, async () => {
      const gateway = await start();

      const response = await get(gateway, "/orders", ...headers);

      assert.equal(response.status, 403);
      assert.equal(response.text, '{"message":"Forbidden"}');
      assert.equal(response.headers["x-amzn-errortype"], "ForbiddenException");
      assert.equal(gateway.events.length, 0);
    });
  }

  it("responds with 403 to a key of other stages' plans", async () => {
    const stages = [{ apiId: "abc123", stageName: "prod", throttles: new Map() }];
    const gateway = await start([gold({ stages })]);

    assert.equal((await withKey(gateway)).status, 403);
  });

  it("does not affect other routes, whose context has no key", async () => {
    const gateway = await start([gold({ quota: { limit: 1, period: "DAY", offset: 0 } })]);

    const all = await statuses(3, () => withKey(gateway, acme.value, "/open"));

    assert.deepEqual(all, [200, 200, 200]);
    assert.equal("apiKey" in gateway.events[0]!.requestContext.identity, false);
  });

  it("responds with 429 over the plan's throttle of each key", async () => {
    const gateway = await start([gold({ throttle: { ratePerSecond: 1, burst: 2 } })]);

    const allowed = await statuses(2, () => withKey(gateway));
    const over = await withKey(gateway);
    const other = await withKey(gateway, "value-umbrella");

    assert.deepEqual([...allowed, over.status, other.status], [200, 200, 429, 200]);
    assert.equal(over.text, '{"message":"Too Many Requests"}');
    assert.equal(over.headers["x-amzn-errortype"], "TooManyRequestsException");
    assert.equal(over.headers["retry-after"], undefined);
  });

  it("limits a method by its own throttle in the plan", async () => {
    const throttles = new Map([["GET /orders", { ratePerSecond: 1, burst: 1 }]]);
    const gateway = await start([
      gold({ stages: [{ apiId: "abc123", stageName: "dev", throttles }] }),
    ]);
    const post = () =>
      send(gateway.port, "/dev/orders", { method: "POST", headers: ["x-api-key", acme.value] });

    assert.deepEqual(await statuses(2, () => withKey(gateway)), [200, 429]);
    assert.deepEqual(await statuses(2, post), [200, 200]);
  });

  it("responds with 429 Limit Exceeded over the quota", async () => {
    const gateway = await start([gold({ quota: { limit: 2, period: "DAY", offset: 0 } })]);

    const within = await statuses(2, () => withKey(gateway));
    const over = await withKey(gateway);

    assert.deepEqual([...within, over.status], [200, 200, 429]);
    assert.equal(over.text, '{"message":"Limit Exceeded"}');
    assert.equal(over.headers["x-amzn-errortype"], "LimitExceededException");
  });

  it("checks the stage's limit after the plan's, without using up the quota", async () => {
    const usage = new UsageMeter([gold({ quota: { limit: 9, period: "DAY", offset: 0 } })]);
    const throttles = { everyMethod: { ratePerSecond: 1, burst: 1 }, methods: new Map() };
    const gateway = await start([], { paths, components }, { throttles }, { usage });

    assert.deepEqual(await statuses(3, () => withKey(gateway)), [200, 429, 429]);
    assert.equal(usage.report()[0]!.keys[0]!.remaining, 8);
  });

  it("does not count calls without a key against the stage's limit", async () => {
    const throttles = { everyMethod: { ratePerSecond: 1, burst: 1 }, methods: new Map() };
    const gateway = await start([gold()], { paths, components }, { throttles });

    await statuses(5, () => get(gateway));

    assert.equal((await withKey(gateway)).status, 200);
  });

  it("keeps its counts over a restart of the gateway", async () => {
    const usage = new UsageMeter([gold({ quota: { limit: 2, period: "DAY", offset: 0 } })]);
    const model = createModel({ paths, components });
    const first = await startOn(model, { usage });
    await withKey(first);
    await first.abort();

    const second = await startOn(model, { usage });

    assert.deepEqual(await statuses(2, () => withKey(second)), [200, 429]);
  });

  it("refuses every key without usage plans", async () => {
    const gateway = await startOn(createModel({ paths, components }), {});

    assert.equal((await withKey(gateway)).status, 403);
  });

  it("uses the API's gateway responses", async () => {
    const responses = { INVALID_API_KEY: { statusCode: "401" } };
    const document = { paths, components, "x-amazon-apigateway-gateway-responses": responses };
    const gateway = await start([gold()], document);

    assert.equal((await get(gateway)).status, 401);
  });

  it("writes the key's id into the access log if the format contains it", async () => {
    const accessLogFormat = "$context.identity.apiKeyId $context.error.responseType";
    const gateway = await start([gold()], { paths, components }, { accessLogFormat });

    await withKey(gateway);
    await get(gateway);

    assert.deepEqual(gateway.logLines, ["k1 -", "- INVALID_API_KEY"]);
  });

  for (const [form, security] of [
    ["as separate requirements, as API Gateway exports them", [{ pool: [] }, { api_key: [] }]],
    ["in one requirement", [{ pool: [], api_key: [] }]],
  ] as const) {
    it(`checks the token before the key ${form}`, async () => {
      const signing = createKey("key-1");
      const jwks = await startJwksServer([signing]);
      const both = { securitySchemes: { ...cognitoComponents().securitySchemes, api_key } };
      const document = { paths: { "/orders": { get: lambda({ security }) } }, components: both };
      const gateway = await start([gold()], document, {}, { jwksUriOf: () => jwks.uri });
      const token = ["Authorization", signToken(signing, idClaims())];
      const key = ["x-api-key", acme.value];

      const responses = [
        await get(gateway, "/orders", ...key),
        await get(gateway, "/orders", ...token),
        await get(gateway, "/orders", ...token, ...key),
      ];
      jwks.close();

      assert.deepEqual(statusesOf(responses), [401, 403, 200]);
    });
  }

  it("reads the key only from the authorizer's output if the key source is AUTHORIZER", async () => {
    const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:partners";
    const authorizerUri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
    const partners = {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": { type: "token", authorizerUri },
    };
    const document = {
      paths: { "/orders": { get: lambda({ security: [{ partners: [] }, { api_key: [] }] }) } },
      components: { securitySchemes: { partners, api_key } },
      "x-amazon-apigateway-api-key-source": "AUTHORIZER",
    };
    const invokeAuthorizer = (_: string, event: string): Promise<InvokeResult> => {
      const { authorizationToken } = JSON.parse(event) as { authorizationToken: string };
      const Statement = [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" }];
      const output = {
        principalId: "partner",
        policyDocument: { Version: "2012-10-17", Statement },
        ...(authorizationToken !== "none" && { usageIdentifierKey: `value-${authorizationToken}` }),
      };
      return Promise.resolve({ payload: JSON.stringify(output) });
    };
    const gateway = await start([gold()], document, {}, { invokeAuthorizer });
    const callWith = (token: string) =>
      get(gateway, "/orders", "Authorization", token, "x-api-key", acme.value);

    const responses = [await callWith("acme"), await callWith("nobody"), await callWith("none")];

    assert.deepEqual(statusesOf(responses), [200, 403, 403]);
    assert.equal(gateway.events[0]!.requestContext.identity.apiKeyId, "k1");
  });

  it("is not served with an unknown key source", async () => {
    const document = { paths, components, "x-amazon-apigateway-api-key-source": "COOKIE" };

    await assert.rejects(start([gold()], document), {
      name: "RestApiDefinitionError",
      message: /"COOKIE" is not a valid API key source; use HEADER or AUTHORIZER/,
    });
  });
});
