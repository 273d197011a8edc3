import assert from "node:assert/strict";
import type { RouteGuards } from "../guards/index.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import type { RouteDefinition } from "../route/route.ts";
import { from } from "../templates/source.ts";
import { httpProxy } from "./httpProxy.ts";
import type { BindingScope } from "./integration.ts";
import { lambdaProxy, streamingTimeouts } from "./lambdaProxy.ts";
import { vpcLink } from "./vpcLink.ts";
import { boundParts } from "../testing/documentOf.ts";
import { itRefuses } from "../testing/itRefuses.ts";

const backends = {
  proxies: { orders: { functionName: "orders", functionArn: "arn:orders" } },
  streamingProxies: { orders: { functionName: "stream", functionArn: "arn:stream" } },
  linkedServices: {
    orders: {
      url: "http://internal-orders:80",
      loadBalancerArn: "arn:balancer",
      vpcLinkId: "link1",
    },
  },
};

type Parts = Record<string, unknown> & { requestParameters: Record<string, string> };

async function partsOf(
  key: string,
  definition: RouteDefinition,
  more: Partial<BindingScope> = {},
): Promise<Parts> {
  const [route] = parseRoutes({ [key]: definition });
  const parts = await boundParts(route!, { region: "us-east-1", ...backends, ...more });
  const { integration, parameters } = parts;
  const { requestParameters } = integration as { requestParameters?: Record<string, string> };
  return { ...integration, parameters, requestParameters: requestParameters ?? {} } as Parts;
}

describe("lambdaProxy", () => {
  it("streams with the streaming function and its URI", async () => {
    const parts = await partsOf(
      "GET /a",
      lambdaProxy("orders", { streaming: true, timeoutMs: 900_000 }),
    );

    assert.equal(
      parts["uri"],
      "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:stream/response-streaming-invocations",
    );
    assert.equal(parts["responseTransferMode"], "STREAM");
    assert.equal(parts["timeoutInMillis"], 900_000);
  });

  it("waits 29 seconds for a whole response, and 5 minutes for a streamed one", async () => {
    const whole = await partsOf("GET /a", lambdaProxy("orders"));
    const streamed = await partsOf("GET /a", lambdaProxy("orders", { streaming: true }));

    assert.equal(whole["timeoutInMillis"], 29_000);
    assert.equal(whole["responseTransferMode"], undefined);
    assert.equal(streamed["timeoutInMillis"], 300_000);
  });

  for (const options of [
    { timeoutMs: 49 },
    { timeoutMs: 29_001 },
    { timeoutMs: 100.5 },
    { streaming: true, timeoutMs: 900_001 },
  ]) {
    it(`refuses ${JSON.stringify(options)}`, async () => {
      await assert.rejects(partsOf("GET /a", lambdaProxy("orders", options)), {
        name: "RouteError",
        message: /timeoutMs is/,
      });
    });
  }

  it("finds the longest timeout of each service's streaming routes", () => {
    const integrations = [
      lambdaProxy("orders", { streaming: true, timeoutMs: 1_000 }),
      lambdaProxy("orders", { streaming: true, timeoutMs: 60_000 }),
      lambdaProxy("catalog", { timeoutMs: 5_000 }),
      vpcLink("users", { streaming: true }),
      lambdaProxy("constructor", { streaming: true, timeoutMs: 2_000 }),
    ].map(({ integration }) => integration);

    assert.deepEqual(streamingTimeouts(integrations), { orders: 60_000, constructor: 2_000 });
  });
});

describe("vpcLink", () => {
  // Source: "Set up a private integration", API Gateway Developer Guide: the ARN is the load balancer's.
  it("reaches the load balancer through the link, with its port and the route's path", async () => {
    const parts = await partsOf(
      "ANY /files/{id}/{proxy+}",
      vpcLink("orders", { timeoutMs: 5_000 }),
    );

    assert.equal(parts["type"], "http_proxy");
    assert.equal(parts["connectionType"], "VPC_LINK");
    assert.equal(parts["connectionId"], "link1");
    assert.equal(parts["integrationTarget"], "arn:balancer");
    assert.equal(parts["uri"], "http://internal-orders:80/files/{id}/{proxy}");
    assert.equal(parts["timeoutInMillis"], 5_000);
    const { requestParameters } = parts;
    assert.equal(requestParameters["integration.request.path.id"], "method.request.path.id");
    assert.equal(requestParameters["integration.request.path.proxy"], "method.request.path.proxy");
  });

  for (const [who, guards, sub, clientId] of [
    ["an ID token's caller", {}, "context.authorizer.claims.sub", "context.authorizer.claims.aud"],
    [
      "an access token's caller",
      { scopes: ["orders/read"] },
      "context.authorizer.claims.sub",
      "context.authorizer.claims.client_id",
    ],
    ["everybody", { auth: "none" }, "'anonymous'", "'none'"],
  ] as [string, RouteGuards, string, string][]) {
    it(`sets every header with the caller's identity, for ${who}`, async () => {
      const { requestParameters } = await partsOf("GET /a", vpcLink("orders", guards));

      assert.equal(requestParameters["integration.request.header.x-user-sub"], sub);
      assert.equal(requestParameters["integration.request.header.x-user-client-id"], clientId);
      for (const name of ["email", "email-verified", "username", "groups", "scope", "tenant"]) {
        assert.equal(requestParameters[`integration.request.header.x-user-${name}`], "'none'");
      }
    });
  }

  it("lets a route's own headers replace them", async () => {
    const headers = { "X-User-Email": from.claim("email") };
    const { requestParameters } = await partsOf("GET /a", vpcLink("orders", { headers }));

    assert.equal(
      requestParameters["integration.request.header.X-User-Email"],
      "context.authorizer.claims.email",
    );
    assert.equal(requestParameters["integration.request.header.x-user-email"], undefined);
  });
});

describe("httpProxy", () => {
  const url = "https://rates.example.com/v2/{currency}";

  it("calls the address, with the route's parameters in its path", async () => {
    const parts = await partsOf("GET /rates/{currency}", httpProxy(url));

    assert.equal(parts["type"], "http_proxy");
    assert.equal(parts["httpMethod"], "ANY");
    assert.equal(parts["uri"], url);
    assert.equal(
      parts.requestParameters["integration.request.path.currency"],
      "method.request.path.currency",
    );
  });

  it("writes a greedy parameter without its plus, as API Gateway requires", async () => {
    const parts = await partsOf("GET /a/{rest+}", httpProxy("https://rates.example.com/{rest+}"));

    assert.equal(parts["uri"], "https://rates.example.com/{rest}");
    assert.equal(
      parts.requestParameters["integration.request.path.rest"],
      "method.request.path.rest",
    );
  });

  it("does not pass on the client's credentials", async () => {
    const { requestParameters } = await partsOf("GET /rates/{currency}", httpProxy(url));

    assert.equal(requestParameters["integration.request.header.Authorization"], "'none'");
    assert.equal(requestParameters["integration.request.header.X-Api-Key"], "'none'");
  });

  it("does not pass on headers of Lambda authorizers", async () => {
    const credentialHeaders = ["X-Partner_Key", "authorization", "Host", "X-Tenant"];
    const headers = { "x-tenant": from.header("X-Tenant") };
    const proxy = httpProxy(url, { headers });
    const { requestParameters } = await partsOf("GET /rates/{currency}", proxy, {
      credentialHeaders,
    });

    assert.deepEqual(requestParameters, {
      "integration.request.path.currency": "method.request.path.currency",
      "integration.request.header.X-Partner_Key": "'none'",
      "integration.request.header.X-Api-Key": "'none'",
      "integration.request.header.Authorization": "'none'",
      "integration.request.header.x-tenant": "method.request.header.X-Tenant",
      "integration.request.header.X-TENANT": "method.request.header.x-tenant",
    });
  });

  it("passes them on with passCredentials", async () => {
    const { requestParameters } = await partsOf(
      "GET /rates/{currency}",
      httpProxy(url, { passCredentials: true }),
    );

    assert.deepEqual(Object.keys(requestParameters), ["integration.request.path.currency"]);
  });

  it("maps paths, queries and headers, and declares the parameters that it reads", async () => {
    const parts = await partsOf(
      "GET /rates/{id}",
      httpProxy(url, {
        path: { currency: from.query("currency") },
        query: { key: from.stageVariable("rateKey"), at: from.time(), ip: from.sourceIp() },
        headers: {
          "X-Tenant": from.claim("sub"),
          "X-Id": from.path("id"),
          "X-Request": from.requestId(),
          "X-Locale": from.header("Accept-Language"),
          authorization: from.text("Basic abc"),
        },
      }),
    );

    assert.deepEqual(parts.requestParameters, {
      "integration.request.path.currency": "method.request.querystring.currency",
      "integration.request.querystring.key": "stageVariables.rateKey",
      "integration.request.querystring.at": "context.requestTimeEpoch",
      "integration.request.querystring.ip": "context.identity.sourceIp",
      "integration.request.header.X-Api-Key": "'none'",
      "integration.request.header.X-Tenant": "context.authorizer.claims.sub",
      "integration.request.header.X-Id": "method.request.path.id",
      "integration.request.header.X-Request": "context.requestId",
      "integration.request.header.X-Locale": "method.request.header.Accept-Language",
      "integration.request.header.x-locale": "method.request.header.accept-language",
      "integration.request.header.authorization": "'Basic abc'",
    });
    const schema = { type: "string" };
    assert.deepEqual(parts["parameters"], [
      { name: "currency", in: "query", required: false, schema },
      { name: "Accept-Language", in: "header", required: false, schema },
      { name: "accept-language", in: "header", required: false, schema },
    ]);
  });

  for (const wrong of [
    "http://rates.example.com/",
    "https://{host}.example.com/",
    "https://${stageVariables.host}.example.com/",
    "https://api.${stageVariables.host}/",
    "https://user:secret@rates.example.com/",
    "https://rates.example.com/a?b={c}",
    "https://rates.example.com/#a",
    "https://",
    "rates.example.com",
    "https://rates.example.com\\@evil.example/",
    "https://rates.example.com:70000/",
    "https://rates.example.com/a b",
    "https://rates.example.com/a\n",
    "https://rates.example.com/é",
    "https://rates.example.com/{id",
    "https://rates.example.com/{}",
  ]) {
    it(`refuses the address ${wrong}`, async () => {
      await assert.rejects(partsOf("GET /a", httpProxy(wrong)), {
        name: "RouteError",
        message: /not an HTTPS URL with a fixed host/,
      });
    });
  }

  itRefuses(
    "GET /a/{currency}",
    (options: Parameters<typeof httpProxy>[1]) => httpProxy(url, options),
    [
      ["a parameter without a value", {}, /no value/, "GET /a"],
      [
        "a value without a parameter",
        { path: { currency: from.time(), x: from.time() } },
        /has no \{x\}/,
      ],
      ["the body", { headers: { "X-A": from.body("$.a") } }, /body/],
      ["a text with an apostrophe", { headers: { "X-A": from.text("it's") } }, /text/],
      ["an empty text", { headers: { "X-A": from.text("") } }, /text/],
      [
        "a claim with a colon",
        { headers: { "X-A": from.claim("cognito:username") } },
        /can't read/,
      ],
      ["a path parameter that it lacks", { headers: { "X-A": from.path("b") } }, /not in its path/],
      [
        "the Host header",
        { headers: { Host: from.text("evil.example") } },
        /headers.Host is .*API Gateway can set/,
      ],
      ["a claim without a token", { auth: "none", headers: { "X-A": from.claim("sub") } }, /claim/],
      [
        "an authorizer's value without an authorizer",
        { headers: { "X-A": from.authorizer("a") } },
        /Lambda/,
      ],
    ],
  );
});
