import assert from "node:assert/strict";
import type { Decision } from "../exchange/callers.ts";
import type { FindSigner } from "../exchange/callers.ts";
import { RestApiDefinitionError } from "../errors.ts";
import type { IntegrationDefinition, Operation, ParameterDefinition } from "../openapi.ts";
import type { GatewayOptions } from "../options.ts";
import {
  cognitoComponents,
  createModel,
  lambdaIntegration,
  serve,
  type TestGateway,
} from "../testing/gateway.ts";
import { send, statusesOf } from "../testing/http.ts";
import { signedHeaders, user } from "../testing/signing.ts";
import { createKey, idClaims, signToken, startJwksServer } from "../testing/tokens.ts";
import type { MethodCaching } from "./settings.ts";

const parameter = (place: string, name: string): ParameterDefinition => ({ in: place, name });

const keyed = (
  keys: string[],
  parameters: ParameterDefinition[] = [],
  integration: IntegrationDefinition = {},
): Operation => ({
  parameters,
  "x-amazon-apigateway-integration": {
    ...lambdaIntegration,
    cacheKeyParameters: keys,
    ...integration,
  },
});

const page = parameter("query", "page");
const tenant = parameter("header", "X-Tenant");
const signed = { type: "apiKey", name: "Authorization", in: "header" };
const authorization = "method.request.header.Authorization";
const shared = { cacheNamespace: "shared" };

const document = {
  paths: {
    "/orders": {
      get: keyed(
        ["method.request.querystring.page", "method.request.header.X-Tenant"],
        [page, tenant],
      ),
      post: keyed([]),
      head: keyed([]),
    },
    "/orders/{id}": { get: keyed([]) },
    "/one": { get: keyed([], [], shared) },
    "/two": { get: keyed([], [], shared) },
    "/mapped": {
      get: keyed(["integration.request.header.X-Page"], [page], {
        requestParameters: {
          "integration.request.header.X-Page": "method.request.querystring.page",
        },
      }),
    },
    "/mine": { get: { ...keyed([authorization], [signed]), security: [{ pool: [] }] } },
    "/signed": { get: { ...keyed([]), security: [{ sigv4: [] }] } },
  },
  components: {
    securitySchemes: {
      ...cognitoComponents().securitySchemes,
      sigv4: { ...signed, "x-amazon-apigateway-authtype": "awsSigv4" },
    },
  },
};

const everyMethod = { enabled: true, ttlSeconds: 60, unauthorized: "FAIL_WITH_403" } as const;

const modelOf = (
  settings: Partial<MethodCaching> = everyMethod,
  methods: Record<string, Partial<MethodCaching>> = {},
) => {
  const caching = { sizeGb: 0.5, everyMethod: settings, methods: new Map(Object.entries(methods)) };
  return createModel(document, {
    caching,
    accessLogFormat: "$context.requestId $context.status",
  });
};

const counting = (more: object = {}) => {
  let calls = 0;
  return () => {
    calls += 1;
    const output = { statusCode: 200, headers: { "x-made": "by function" }, body: `${calls}` };
    return Promise.resolve({ payload: JSON.stringify({ ...output, ...more }) });
  };
};

// Source: API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway".
describe("a stage's cache", () => {
  let gateway: TestGateway | undefined;
  let now = 0;
  const clock = () => now;

  const start = async (
    model = modelOf(),
    output: Parameters<typeof serve>[1] = counting(),
    options: Partial<GatewayOptions> = {},
  ) => {
    now = 0;
    gateway = await serve(model, output, { clock, ...options });
    return gateway;
  };
  afterEach(() => gateway?.abort());

  const call = (path: string, ...headers: string[]) =>
    send(gateway!.port, `/dev${path}`, { headers });
  const textOf = async (path: string, ...headers: string[]) => (await call(path, ...headers)).text;

  it("responds with a cached response and new ids until the TTL ends", async () => {
    const { events, logLines } = await start();

    const first = await call("/orders");
    now = 59_999;
    const kept = await call("/orders");
    now = 60_000;
    const expired = await call("/orders");

    assert.deepEqual([first.text, kept.text, expired.text], ["1", "1", "2"]);
    assert.equal(events.length, 2);
    assert.equal(kept.headers["x-made"], "by function");
    for (const name of ["x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id"]) {
      assert.ok(kept.headers[name]);
      assert.notEqual(kept.headers[name], first.headers[name]);
    }
    assert.equal(logLines[1], `${kept.headers["x-amzn-requestid"]} 200`);
  });

  it("distinguishes requests only by path and key parameters", async () => {
    await start();
    assert.equal(await textOf("/orders?page=1"), "1");

    for (const [path, headers, expected] of [
      ["/orders?page=1&other=x", ["X-Other", "x"], "1"],
      ["/orders?page=2", [], "2"],
      ["/orders", [], "3"],
      ["/orders?page=", [], "4"],
      ["/orders?page=1", ["X-Tenant", "a"], "5"],
      ["/orders?page=1", ["x-tenant", "a"], "5"],
      ["/orders?page=1", ["X-Tenant", "b"], "6"],
      ["/orders?page=2&page=1", [], "7"],
      ["/orders/1?page=1", [], "8"],
      ["/orders/2", [], "9"],
      ["/orders/2/", [], "9"],
    ] as const) {
      assert.equal(await textOf(path, ...headers), expected, `${path} ${headers.join(": ")}`);
    }
  });

  it("shares responses within a namespace, and distinguishes requests by mapped parameters", async () => {
    await start();

    const one = await textOf("/one");
    const two = await textOf("/two");
    const mapped = [await textOf("/mapped?page=1"), await textOf("/mapped?page=2")];

    assert.deepEqual([one, two, ...mapped], ["1", "1", "2", "3"]);
  });

  it("caches only GET by the stage's setting, and another method by its own setting", async () => {
    const post = { method: "POST", body: "{}" };
    const { port } = await start(modelOf(everyMethod, { "POST /orders": { enabled: true } }));

    const posts = [await send(port, "/dev/orders", post), await send(port, "/dev/orders", post)];
    await send(port, "/dev/orders", { method: "HEAD" });
    await send(port, "/dev/orders", { method: "HEAD" });

    assert.deepEqual([posts[0]!.text, posts[1]!.text], ["1", "1"]);
    assert.equal(gateway!.events.filter(({ httpMethod }) => httpMethod === "HEAD").length, 2);
  });

  for (const [title, settings, methods] of [
    ["without caching on the stage", {}, {}],
    ["with caching disabled", everyMethod, { "GET /orders": { enabled: false } }],
    ["with a TTL of 0", { ...everyMethod, ttlSeconds: 0 }, {}],
  ] as const) {
    it(`caches nothing for a method ${title}`, async () => {
      await start(modelOf(settings, methods));

      assert.deepEqual([await textOf("/orders"), await textOf("/orders")], ["1", "2"]);
    });
  }

  it("caches an integration's errors, but not gateway responses", async () => {
    await start(modelOf(), counting({ statusCode: 429 }));
    const kept = [await call("/orders"), await call("/orders")];
    await gateway?.abort();
    await start(modelOf(), counting({ statusCode: "no status" }));
    const failed = [await call("/orders"), await call("/orders")];

    assert.deepEqual(statusesOf([...kept, ...failed]), [429, 429, 502, 502]);
    assert.deepEqual([kept[1]!.text, gateway!.events.length], ["1", 2]);
  });

  it("caches responses of at most 1 MiB", async () => {
    for (const [bytes, calls] of [
      [1_048_576, 1],
      [1_048_577, 2],
    ] as const) {
      const { events } = await start(modelOf(), counting({ body: "x".repeat(bytes) }));
      await call("/orders");
      const { bytes: body } = await call("/orders");
      await gateway?.abort();

      assert.deepEqual([body.length, events.length], [bytes, calls]);
    }
  });

  it("responds from the cache only to callers that the authorizer accepts", async () => {
    const key = createKey("k");
    const jwks = await startJwksServer([key]);
    try {
      await start(modelOf(), counting(), { jwksUriOf: () => jwks.uri });
      const alice = ["Authorization", signToken(key, idClaims({ sub: "alice" }))];
      const bob = ["Authorization", signToken(key, idClaims({ sub: "bob" }))];

      const texts = [await textOf("/mine", ...alice), await textOf("/mine", ...alice)];
      const other = await textOf("/mine", ...bob);
      const anonymous = await call("/mine");

      assert.deepEqual([...texts, other, anonymous.status], ["1", "1", "2", 401]);
    } finally {
      jwks.close();
    }
  });

  it("counts cached responses as calls", async () => {
    const model = modelOf();
    const throttles = { everyMethod: { ratePerSecond: 1, burst: 2 }, methods: new Map() };
    await start({ ...model, stage: { ...model.stage, throttles } });

    const statuses = [await call("/one"), await call("/one"), await call("/one")];

    assert.deepEqual(statusesOf(statuses), [200, 200, 429]);
  });

  const invalidating = ["Cache-Control", "no-transform, max-age=0"];

  it("replaces a response for every caller if no permission is required", async () => {
    await start(modelOf({ ...everyMethod, requireAuthorization: false }));

    const texts = [
      await textOf("/one"),
      await textOf("/one", ...invalidating),
      await textOf("/one"),
    ];

    assert.deepEqual(texts, ["1", "2", "2"]);
  });

  for (const [unauthorized, status, warns] of [
    ["FAIL_WITH_403", 403, false],
    ["SUCCEED_WITH_RESPONSE_HEADER", 200, true],
    ["SUCCEED_WITHOUT_RESPONSE_HEADER", 200, false],
  ] as const) {
    it(`applies ${unauthorized} to a caller without the permission to invalidate`, async () => {
      await start(modelOf({ ...everyMethod, unauthorized }));
      await call("/one");

      const response = await call("/one", ...invalidating);

      assert.equal(response.status, status);
      assert.equal("warning" in response.headers, warns);
      assert.deepEqual([await textOf("/one"), gateway!.events.length], ["1", 1]);
    });
  }

  it("evaluates the signer's policies for an invalidation", async () => {
    let decision: Decision = "silent";
    const actions: (string | undefined)[] = [];
    const findSigner: FindSigner = ({ action }) => {
      actions.push(action);
      return Promise.resolve(action ? { ...user, decision } : user);
    };
    const { port } = await start(modelOf(), counting(), { findSigner });
    const callSigned = async (...headers: string[]) =>
      call("/signed", ...(await signedHeaders(port, "/dev/signed")), ...headers);

    await callSigned();
    const silent = await callSigned(...invalidating);
    decision = "allow";
    const allowed = await callSigned(...invalidating);

    assert.deepEqual([silent.status, allowed.status, allowed.text], [403, 200, "2"]);
    assert.deepEqual([...new Set(actions)], [undefined, "execute-api:InvalidateCache"]);
  });

  it("rejects a key parameter that the method does not declare", async () => {
    const paths = { "/a": { get: keyed(["method.request.querystring.page"]) } };
    const { stage } = modelOf();

    await assert.rejects(serve(createModel({ paths }, stage)), RestApiDefinitionError);
  });
});
