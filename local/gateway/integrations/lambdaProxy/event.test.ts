import assert from "node:assert/strict";
import { createModel, lambda, serve, type TestGateway } from "../../testing/gateway.ts";
import { send, type RawRequest } from "../../testing/http.ts";

describe("the event of a proxied function", () => {
  let gateway: TestGateway;

  before(async () => {
    const paths = {
      "/items": { post: lambda() },
      "/items/{id}": { get: lambda(), post: lambda() },
    };
    const stage = { variables: { color: "blue" } };
    gateway = await serve(createModel({ paths }, stage, { binaryMediaTypes: ["image/png"] }));
  });
  after(() => gateway.close({ graceMs: 1000 }));
  beforeEach(() => void gateway.events.splice(0));

  const eventOf = async (path: string, request: RawRequest = {}) => {
    const { status } = await send(gateway.port, path, request);
    assert.equal(status, 200);
    return gateway.events[0]!;
  };

  it("has every field that AWS sends, with the same nulls", async () => {
    const event = await eventOf("/dev/items/42", { headers: ["user-agent", "test/1"] });

    const host = `127.0.0.1:${gateway.port}`;
    const trace = event.headers["X-Amzn-Trace-Id"]!;
    const { requestId, extendedRequestId, requestTime, requestTimeEpoch, resourceId } =
      event.requestContext;
    const headers = {
      "User-Agent": "test/1",
      Host: host,
      "X-Amzn-Trace-Id": trace,
      "X-Forwarded-For": "127.0.0.1",
      "X-Forwarded-Port": "443",
      "X-Forwarded-Proto": "https",
    };
    assert.deepEqual(event, {
      resource: "/items/{id}",
      path: "/items/42",
      httpMethod: "GET",
      headers,
      multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])),
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: { id: "42" },
      stageVariables: { color: "blue" },
      requestContext: {
        resourceId,
        resourcePath: "/items/{id}",
        httpMethod: "GET",
        extendedRequestId,
        requestTime,
        path: "/dev/items/42",
        accountId: "123456789012",
        protocol: "HTTP/1.1",
        stage: "dev",
        domainPrefix: "127",
        requestTimeEpoch,
        requestId,
        identity: {
          cognitoIdentityPoolId: null,
          accountId: null,
          cognitoIdentityId: null,
          caller: null,
          sourceIp: "127.0.0.1",
          principalOrgId: null,
          accessKey: null,
          cognitoAuthenticationType: null,
          cognitoAuthenticationProvider: null,
          userArn: null,
          userAgent: "test/1",
          user: null,
        },
        domainName: "127.0.0.1",
        deploymentId: "dep1",
        apiId: "abc123",
      },
      body: null,
      isBase64Encoded: false,
    });
    assert.match(requestTime!, /^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    assert.ok(Math.abs(requestTimeEpoch - Date.now()) < 10_000);
  });

  it("omits missing path parameters, stage variables and user agent", async () => {
    const bare = await serve(createModel({ paths: { "/": { get: lambda() } } }));

    await send(bare.port, "/dev");

    const [event] = bare.events;
    assert.equal(event?.pathParameters, null);
    assert.equal(event?.stageVariables, null);
    assert.equal(event?.requestContext.identity.userAgent, null);
    await bare.close({ graceMs: 1000 });
  });

  it("has the last and all values of each query parameter, decoded", async () => {
    const event = await eventOf("/dev/items/1?a=1&b=%2B+%20&a=2&c=1,2");

    assert.deepEqual(event.queryStringParameters, { a: "2", b: "+  ", c: "1,2" });
    assert.deepEqual(event.multiValueQueryStringParameters, {
      a: ["1", "2"],
      b: ["+  "],
      c: ["1,2"],
    });
  });

  it("keeps path parameters percent-encoded", async () => {
    const event = await eventOf("/dev/items/t%2Ba%2Fb@x.com");

    assert.deepEqual(event.pathParameters, { id: "t%2Ba%2Fb@x.com" });
  });

  it("keeps the client's spelling of names except Authorization and User-Agent", async () => {
    const headers = ["tEsT-HEADeR", "aValUE", "authorization", "x", "uSER-aGENT", "y"];

    const event = await eventOf("/dev/items/1", { headers });

    assert.equal(event.headers["tEsT-HEADeR"], "aValUE");
    assert.equal(event.headers["Authorization"], "x");
    assert.equal(event.headers["User-Agent"], "y");
    assert.equal(event.headers["authorization"], undefined);
  });

  it("has the last and all values of each header", async () => {
    const headers = ["X-A", "1", "X-A", "2", "X-B", "1, 2"];

    const event = await eventOf("/dev/items/1", { headers });

    assert.equal(event.headers["X-A"], "2");
    assert.deepEqual(event.multiValueHeaders["X-A"], ["1", "2"]);
    assert.deepEqual(event.multiValueHeaders["X-B"], ["1, 2"]);
  });

  it("merges headers whose names differ only in case", async () => {
    const event = await eventOf("/dev/items/1", { headers: ["X-User", "1", "x-user", "2"] });

    assert.deepEqual(event.multiValueHeaders["X-User"], ["1", "2"]);
    assert.equal(event.multiValueHeaders["x-user"], undefined);
  });

  const hidden = [
    "Connection",
    "Content-MD5",
    "Expect",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Server",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "WWW-Authenticate",
  ];
  const values: Record<string, string> = { Expect: "100-continue" };
  for (const name of hidden) {
    it(`never has ${name}`, async () => {
      const chunked = ["Transfer-Encoding", "chunked"];
      const headers =
        name === "Transfer-Encoding" ? chunked : [name, values[name] ?? "x", ...chunked];

      const event = await eventOf("/dev/items", { method: "POST", headers, body: "{}" });

      const names = Object.keys(event.headers).map((key) => key.toLowerCase());
      assert.ok(!names.includes(name.toLowerCase()) && !names.includes("content-length"));
      assert.equal(event.body, "{}");
    });
  }

  it("never has a signature meant for API Gateway", async () => {
    const headers = ["Authorization", "AWS4-HMAC-SHA256 Credential=x"];

    const event = await eventOf("/dev/items/1", { headers });

    assert.equal(event.headers["Authorization"], undefined);
  });

  it("appends the caller's address to X-Forwarded-For and overwrites port and protocol", async () => {
    const headers = [
      ...["x-forwarded-for", "203.0.113.9", "X-Forwarded-For", "198.51.100.1"],
      ...["x-forwarded-port", "80", "X-FORWARDED-PROTO", "http"],
    ];

    const event = await eventOf("/dev/items/1", { headers });

    const forwarded = Object.entries(event.multiValueHeaders).filter(([name]) =>
      name.toLowerCase().startsWith("x-forwarded-"),
    );
    assert.deepEqual(Object.fromEntries(forwarded), {
      "X-Forwarded-For": ["203.0.113.9, 198.51.100.1, 127.0.0.1"],
      "X-Forwarded-Port": ["443"],
      "X-Forwarded-Proto": ["https"],
    });
  });

  it("has the client's Host, and the same without the port as domain name", async () => {
    const event = await eventOf("/dev/items/1", { headers: ["host", "api.example.com:8443"] });

    assert.equal(event.headers["Host"], "api.example.com:8443");
    assert.equal(event.requestContext.domainName, "api.example.com");
    assert.equal(event.requestContext.domainPrefix, "api");
  });

  it("continues the caller's trace and returns it", async () => {
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    const response = await send(gateway.port, "/dev/items/1", {
      headers: ["x-amzn-trace-id", trace],
    });

    assert.equal(gateway.events[0]?.headers["X-Amzn-Trace-Id"], trace);
    assert.equal(response.headers["x-amzn-trace-id"], trace);
  });

  const bodies: [
    title: string,
    type: string[],
    sent: string | Buffer,
    body: string | null,
    base64: boolean,
  ][] = [
    ["unchanged text", [], '{"a":"ü"}', '{"a":"ü"}', false],
    ["an empty body as null", [], "", null, false],
    [
      "binary types as base64",
      ["Content-Type", "image/png; x=1"],
      Buffer.from([0, 255]),
      "AP8=",
      true,
    ],
    ["an empty binary body as null", ["Content-Type", "image/png"], "", null, false],
    ["bytes of other types as text", ["Content-Type", "image/gif"], "gif", "gif", false],
    ["chunks as one body", ["Transfer-Encoding", "chunked"], "chunks", "chunks", false],
  ];
  for (const [title, headers, sent, body, isBase64Encoded] of bodies) {
    it(`has ${title}`, async () => {
      const event = await eventOf("/dev/items", { method: "POST", headers, body: sent });

      assert.deepEqual([event.body, event.isBase64Encoded], [body, isBase64Encoded]);
    });
  }

  it("keeps names of inherited members", async () => {
    const event = await eventOf("/dev/items/1?__proto__=1", { headers: ["__proto__", "2"] });

    assert.deepEqual(Object.entries(event.queryStringParameters!), [["__proto__", "1"]]);
    assert.ok(Object.hasOwn(event.headers, "__proto__"));
  });
});
