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

const backends = {
  proxies: { orders: { functionName: "orders", functionArn: "arn:orders" } },
  streamingProxies: { orders: { functionName: "stream", functionArn: "arn:stream" } },
  linkedServices: {
    orders: { url: "http://internal-orders", listenerArn: "arn:listener", vpcLinkId: "link1" },
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
  it("streams by the function that does, with a URI of its own", async () => {
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

  it("waits 29 seconds for a whole answer, and 5 minutes for a streamed one", async () => {
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

  it("tells how long each service's longest streaming route is", () => {
    const integrations = [
      lambdaProxy("orders", { streaming: true, timeoutMs: 1_000 }),
      lambdaProxy("orders", { streaming: true, timeoutMs: 60_000 }),
      lambdaProxy("catalog", { timeoutMs: 5_000 }),
      vpcLink("users", { streaming: true }),
    ].map(({ integration }) => integration);

    assert.deepEqual(streamingTimeouts(integrations), { orders: 60_000 });
  });
});

describe("vpcLink", () => {
  it("leads to the load balancer's listener over the link, under the route's own path", async () => {
    const parts = await partsOf(
      "ANY /files/{id}/{proxy+}",
      vpcLink("orders", { timeoutMs: 5_000 }),
    );

    assert.equal(parts["type"], "http_proxy");
    assert.equal(parts["connectionType"], "VPC_LINK");
    assert.equal(parts["connectionId"], "link1");
    assert.equal(parts["integrationTarget"], "arn:listener");
    assert.equal(parts["uri"], "http://internal-orders/files/{id}/{proxy}");
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
    it(`sets every header that tells who calls, for ${who}`, async () => {
      const { requestParameters } = await partsOf("GET /a", vpcLink("orders", guards));

      assert.equal(requestParameters["integration.request.header.x-user-sub"], sub);
      assert.equal(requestParameters["integration.request.header.x-user-client-id"], clientId);
      for (const name of ["email", "email-verified", "username", "groups", "scope", "tenant"]) {
        assert.equal(requestParameters[`integration.request.header.x-user-${name}`], "'none'");
      }
    });
  }

  it("lets a route's own headers take their place", async () => {
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

  it("leads to the address, with the route's parameters in its path", async () => {
    const parts = await partsOf("GET /rates/{currency}", httpProxy(url));

    assert.equal(parts["type"], "http_proxy");
    assert.equal(parts["httpMethod"], "ANY");
    assert.equal(parts["uri"], url);
    assert.equal(
      parts.requestParameters["integration.request.path.currency"],
      "method.request.path.currency",
    );
  });

  it("writes a parameter that takes the rest as API Gateway's address does, without the plus", async () => {
    const parts = await partsOf("GET /a/{rest+}", httpProxy("https://rates.example.com/{rest+}"));

    assert.equal(parts["uri"], "https://rates.example.com/{rest}");
    assert.equal(
      parts.requestParameters["integration.request.path.rest"],
      "method.request.path.rest",
    );
  });

  it("keeps the client's credentials to itself", async () => {
    const { requestParameters } = await partsOf("GET /rates/{currency}", httpProxy(url));

    assert.equal(requestParameters["integration.request.header.Authorization"], "'none'");
    assert.equal(requestParameters["integration.request.header.X-Api-Key"], "'none'");
  });

  it("keeps what Lambda authorizers look at to itself", async () => {
    const credentialHeaders = ["X-Partner-Key", "authorization", "Host", "X-Tenant"];
    const headers = { "x-tenant": from.header("X-Tenant") };
    const { requestParameters } = await partsOf(
      "GET /rates/{currency}",
      httpProxy(url, { headers }),
      {
        credentialHeaders,
      },
    );

    assert.deepEqual(requestParameters, {
      "integration.request.path.currency": "method.request.path.currency",
      "integration.request.header.X-Partner-Key": "'none'",
      "integration.request.header.X-Api-Key": "'none'",
      "integration.request.header.Authorization": "'none'",
      "integration.request.header.x-tenant": "method.request.header.X-Tenant",
    });
  });

  it("passes them on if told so", async () => {
    const { requestParameters } = await partsOf(
      "GET /rates/{currency}",
      httpProxy(url, { passCredentials: true }),
    );

    assert.deepEqual(Object.keys(requestParameters), ["integration.request.path.currency"]);
  });

  it("maps paths, queries and headers, and declares what it reads", async () => {
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
      "integration.request.header.authorization": "'Basic abc'",
    });
    const schema = { type: "string" };
    assert.deepEqual(parts["parameters"], [
      { name: "currency", in: "query", required: false, schema },
      { name: "Accept-Language", in: "header", required: false, schema },
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

  for (const [what, message, options] of [
    ["a name without a value", /no value/, {}],
    ["a value without a name", /has no \{x\}/, { path: { currency: from.time(), x: from.time() } }],
    ["the body", /body/, { headers: { "X-A": from.body("$.a") } }],
    ["a text with an apostrophe", /text/, { headers: { "X-A": from.text("it's") } }],
    ["an empty text", /text/, { headers: { "X-A": from.text("") } }],
    ["a claim with a colon", /can't read/, { headers: { "X-A": from.claim("cognito:username") } }],
    ["a path parameter that it lacks", /not in its path/, { headers: { "X-A": from.path("b") } }],
    [
      "the Host header",
      /headers.Host is .*API Gateway can set/,
      { headers: { Host: from.text("evil.example") } },
    ],
    ["a claim without a token", /claim/, { auth: "none", headers: { "X-A": from.claim("sub") } }],
    ["an authorizer's value without one", /Lambda/, { headers: { "X-A": from.authorizer("a") } }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const key = what === "a name without a value" ? "GET /a" : "GET /a/{currency}";
      await assert.rejects(partsOf(key, httpProxy(url, options)), {
        name: "RouteError",
        message,
      });
    });
  }
});
