import assert from "node:assert/strict";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
  type TestGateway,
} from "./testing/gateway.ts";
import { send, type RawRequest, statusesOf } from "./testing/http.ts";
import { createKey, idClaims, signToken, startJwksServer } from "./testing/tokens.ts";

const forbidden = ["ForbiddenException", { message: "Forbidden" }] as const;
const noRoute = [
  "MissingAuthenticationTokenException",
  { message: "Missing Authentication Token" },
] as const;

describe("a served stage", () => {
  let gateway: TestGateway;

  before(async () => {
    const paths = {
      "/": { get: lambda() },
      "/orders": { get: lambda(), post: lambda() },
      "/orders/{id}": { get: lambda() },
      "/any": { get: lambda(), "x-amazon-apigateway-any-method": lambda() },
      "/{proxy+}": { put: lambda(), options: lambda() },
    };
    gateway = await serve(createModel({ paths }));
  });
  after(() => gateway.close({ graceMs: 1000 }));
  beforeEach(() => void gateway.events.splice(0));

  const reached: [request: string, resource: string, path: string, fullPath: string][] = [
    ["GET /dev", "/", "/", "/dev"],
    ["GET /dev/", "/", "/", "/dev/"],
    ["GET /dev/orders", "/orders", "/orders", "/dev/orders"],
    ["GET /dev/orders/", "/orders", "/orders/", "/dev/orders/"],
    ["GET //dev/orders", "/orders", "/orders", "/dev/orders"],
    ["GET /dev//orders", "/orders", "/orders", "/dev//orders"],
    ["GET /dev/orders/a%2Fb", "/orders/{id}", "/orders/a%2Fb", "/dev/orders/a%2Fb"],
    ["PUT /dev/a//b", "/{proxy+}", "/a//b", "/dev/a//b"],
    ["PUT /dev/orders", "/{proxy+}", "/orders", "/dev/orders"],
    ["OPTIONS /dev/orders", "/{proxy+}", "/orders", "/dev/orders"],
    ["DELETE /dev/any", "/any", "/any", "/dev/any"],
    ["HEAD /dev/any", "/any", "/any", "/dev/any"],
  ];
  for (const [request, resource, path, fullPath] of reached) {
    it(`routes ${request} to ${resource}`, async () => {
      const [method = "", target = ""] = request.split(" ");

      const { status } = await send(gateway.port, target, { method });

      const [event] = gateway.events;
      assert.equal(status, 200);
      assert.deepEqual(
        [event?.httpMethod, event?.resource, event?.path, event?.requestContext.path],
        [method, resource, path, fullPath],
      );
    });
  }

  const refused: [title: string, target: string, request?: RawRequest][] = [
    ["another stage", "/prod/orders"],
    ["no stage", "/"],
    ["an encoded stage", "/d%65v/orders"],
    ["a path that is not a route", "/dev/nothing"],
    ["a method that is not a route", "/dev/orders", { method: "DELETE" }],
    ["HEAD if only GET is declared", "/dev/orders", { method: "HEAD" }],
    ["TRACE, even on ANY", "/dev/any", { method: "TRACE" }],
    [
      "a signed request to an unknown path",
      "/dev/nothing",
      { headers: ["Authorization", "AWS4-HMAC-SHA256 Credential=x"] },
    ],
  ];
  for (const [title, target, request = {}] of refused) {
    const [errorType, body] = target.startsWith("/dev/") ? noRoute : forbidden;
    it(`responds with 403 to ${title}`, async () => {
      const response = await send(gateway.port, target, request);

      assert.equal(response.status, 403);
      assert.equal(response.headers["x-amzn-errortype"], errorType);
      assert.equal(response.headers["content-type"], "application/json");
      if (request.method !== "HEAD") {
        assert.deepEqual(JSON.parse(response.text), body);
      }
      assert.equal(gateway.events.length, 0);
    });
  }

  it("reports an Authorization that is not a signature without repeating it", async () => {
    const headers = ["Authorization", "Bearer secret"];

    const response = await send(gateway.port, "/dev/nothing", { headers });

    assert.equal(response.status, 403);
    assert.equal(response.headers["x-amzn-errortype"], "IncompleteSignatureException");
    assert.match(
      response.text,
      /not a valid key=value pair \(missing equal-sign\) in Authorization header/,
    );
    assert.doesNotMatch(response.text, /secret/);
  });

  const bad: [title: string, target: string, status: number, headers?: string[]][] = [
    ["a raw | in the query", "/dev/orders?a=|", 400],
    ["broken percent-encoding in the query", "/dev/orders?a=%zz", 400],
    ["an absolute URL as target", "http://elsewhere/dev/orders", 400],
    ["two Host headers", "/dev/orders", 400, ["Host", "a", "Host", "b"]],
    ["a URL that is too long", `/dev/${"x".repeat(10_240)}`, 414],
  ];
  for (const [title, target, status, headers = []] of bad) {
    it(`responds with ${status} to ${title}`, async () => {
      const response = await send(gateway.port, target, { headers });

      assert.equal(response.status, status);
      assert.equal(gateway.events.length, 0);
    });
  }

  it("adds both ids to every response, the same as in the function's event", async () => {
    const response = await send(gateway.port, "/dev/orders");

    const context = gateway.events[0]?.requestContext;
    assert.equal(response.headers["x-amzn-requestid"], context?.requestId);
    assert.match(context?.requestId ?? "", /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    assert.equal(response.headers["x-amz-apigw-id"], context?.extendedRequestId);
    assert.match(context?.extendedRequestId ?? "", /^[\w-]{15}=$/);
  });

  it("adds ids but no trace to the response of a refused request", async () => {
    const { headers } = await send(gateway.port, "/prod");

    assert.ok(headers["x-amzn-requestid"] && headers["x-amz-apigw-id"]);
    assert.equal(headers["x-amzn-trace-id"], undefined);
  });

  it("lets X-HTTP-Method-Override replace the method, for routing and for the function", async () => {
    const headers = ["X-HTTP-Method-Override", "put"];

    const response = await send(gateway.port, "/dev/orders", { method: "POST", headers });

    assert.equal(response.status, 200);
    assert.deepEqual(
      [gateway.events[0]?.httpMethod, gateway.events[0]?.resource],
      ["PUT", "/{proxy+}"],
    );
  });

  it("serves nothing at the default host when the API disables it", async () => {
    const api = createModel(
      { paths: { "/": { get: lambda() } } },
      {},
      { disableExecuteApiEndpoint: true },
    );
    const disabled = await serve(api);

    const host = "ABC123.execute-api.eu-west-1.amazonaws.com";
    const atDefault = await send(disabled.port, "/dev", { headers: ["Host", host] });
    const elsewhere = await send(disabled.port, "/dev");

    assert.equal(atDefault.status, 403);
    assert.deepEqual(JSON.parse(atDefault.text), forbidden[1]);
    assert.equal(elsewhere.status, 200);
    await disabled.close({ graceMs: 1000 });
  });
});

describe("a stage with limits", () => {
  const key = createKey("k1");

  it("responds with 429 over a method's limit and recovers with the rate", async () => {
    let now = 0;
    const throttles = {
      everyMethod: {},
      methods: new Map([["GET /orders", { ratePerSecond: 1, burst: 2 }]]),
    };
    const paths = { "/orders": { get: lambda(), post: lambda() } };
    const gateway = await serve(createModel({ paths }, { throttles }), {}, { clock: () => now });
    const get = () => send(gateway.port, "/dev/orders");

    const burst = [await get(), await get(), await get()];
    const other = await send(gateway.port, "/dev/orders", { method: "POST" });
    now += 1000;
    const later = [await get(), await get()];

    assert.deepEqual(statusesOf(burst), [200, 200, 429]);
    assert.deepEqual(JSON.parse(burst[2]!.text), { message: "Too Many Requests" });
    assert.equal(burst[2]!.headers["x-amzn-errortype"], "TooManyRequestsException");
    assert.equal(burst[2]!.headers["retry-after"], undefined);
    assert.equal(other.status, 200);
    assert.deepEqual(statusesOf(later), [200, 429]);
    await gateway.close({ graceMs: 1000 });
  });

  it("does not count requests without a valid token", async () => {
    const jwks = await startJwksServer([key]);
    const throttles = { everyMethod: { ratePerSecond: 1, burst: 1 }, methods: new Map() };
    const document = {
      paths: { "/orders": { get: lambda({ security: [{ pool: [] }] }) } },
      components: cognitoComponents(),
    };
    const gateway = await serve(
      createModel(document, { throttles }),
      {},
      {
        clock: () => 0,
        jwksUriOf: () => jwks.uri,
      },
    );

    const flood = await Promise.all([1, 2, 3].map(() => send(gateway.port, "/dev/orders")));
    const headers = ["Authorization", signToken(key, idClaims())];
    const first = await send(gateway.port, "/dev/orders", { headers });
    const second = await send(gateway.port, "/dev/orders", { headers });

    assert.deepEqual(statusesOf(flood), [401, 401, 401]);
    assert.deepEqual([first.status, second.status], [200, 429]);
    jwks.close();
    await gateway.close({ graceMs: 1000 });
  });
});
