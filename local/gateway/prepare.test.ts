import assert from "node:assert/strict";
import type { Operation } from "./openapi.ts";
import { createModel, functionArn, lambda, serve, type TestGateway } from "./testing/gateway.ts";
import { send } from "./testing/http.ts";

const authorizerUri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
const allowed = {
  principalId: "p",
  policyDocument: {
    Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" }],
  },
};

describe("another definition of a served stage", () => {
  let gateway: TestGateway;
  let authorizations: number;
  let codeVersion: string;
  let respond: () => Promise<{ payload: string }>;
  afterEach(() => gateway.abort());

  const cached: Operation = lambda({ security: [{ partner: [] }] });
  /** @param ttl - of the authorizer's results */
  const model = (orders: Operation, others: Operation = cached, ttl = 300) =>
    createModel(
      {
        paths: { "/orders": { get: orders }, "/others": { get: others } },
        components: {
          securitySchemes: {
            partner: {
              type: "apiKey",
              name: "Authorization",
              in: "header",
              "x-amazon-apigateway-authtype": "custom",
              "x-amazon-apigateway-authorizer": {
                type: "token",
                authorizerUri,
                authorizerResultTtlInSeconds: ttl,
              },
            },
          },
        },
      },
      {
        caching: {
          sizeGb: 0.5,
          everyMethod: { enabled: true, ttlSeconds: 300 },
          methods: new Map(),
        },
      },
    );
  const options = {
    invokeAuthorizer: async () => {
      authorizations += 1;
      return { payload: JSON.stringify(allowed) };
    },
    codeVersionOf: () => codeVersion,
    codeVersion: () => codeVersion,
  };

  beforeEach(async () => {
    authorizations = 0;
    codeVersion = "1";
    let calls = 0;
    respond = async () => ({
      payload: JSON.stringify({ statusCode: 200, body: String((calls += 1)) }),
    });
    gateway = await serve(model(cached), () => respond(), options);
  });
  const prepare = (api: ReturnType<typeof model>) =>
    gateway.prepare({
      ...options,
      api,
      region: "eu-west-1",
      accountId: "123456789012",
      port: 0,
      invoke: () => respond(),
      invokeStreaming: () => Promise.reject(new Error("no function streams here")),
      callService: () => Promise.reject(new Error("no AWS services here")),
      jwksUriOf: () => "http://127.0.0.1:9/unused",
      writeAccessLog: () => {},
    });
  const get = async (path: string) => {
    const { status, text } = await send(gateway.port, `/dev${path}`, {
      headers: ["Authorization", "t"],
    });
    return status === 200 ? text : status;
  };

  it("keeps the responses and results of what stays the same, and no others", async () => {
    assert.deepEqual([await get("/orders"), await get("/others"), authorizations], ["1", "2", 1]);

    await prepare(model({ ...cached, parameters: [] }))();
    assert.deepEqual([await get("/orders"), await get("/others"), authorizations], ["3", "2", 1]);
    await prepare(model({ ...cached, parameters: [] }, cached, 200))();
    assert.deepEqual([await get("/others"), authorizations], ["2", 2]);

    codeVersion = "2";
    assert.deepEqual([await get("/others"), authorizations], ["4", 3]);
  });

  it("serves calls that begin after it, and tells when those before have ended", async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const arrived = new Promise<void>((resolve) => {
      respond = async () => {
        resolve();
        await released;
        return { payload: JSON.stringify({ statusCode: 200, body: "old" }) };
      };
    });
    const underWay = get("/orders");
    await arrived;
    const next = prepare(model({ ...cached, parameters: [] }));

    let hasEnded = false;
    const ended = next().then(() => (hasEnded = true));
    assert.equal(await get("/none"), 403);
    assert.equal(hasEnded, false);
    release();

    assert.equal(await underWay, "old");
    await ended;
    assert.equal(gateway.inFlight, 0);
  });

  it("leaves the stage as it is if it can't be served", async () => {
    assert.throws(() => prepare(model({})), /has no x-amazon-apigateway-integration/);
    assert.equal(await get("/orders"), "1");
  });
});
