import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { createScene } from "./testing/scene.ts";

describe("an http_proxy integration", () => {
  const scene = createScene();
  const { servePath, serveRoot, call } = scene;

  const proxyPath = (url: string) => ({
    uri: `${url}/base/{proxy}`,
    requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
  });

  it("passes on method, path, query and body, and returns the response", async () => {
    await servePath("/{proxy+}", proxyPath, (_, response) => {
      response.writeHead(418, ["X-One", "1", "x-one", "2", "Content-Type", "text/x"]).end("tea");
    });

    const response = await call("/dev/a/b?x=1&x=2&y=a%20b", { method: "PUT", body: "sent" });

    const [received] = scene.backend.received;
    assert.equal(received!.method, "PUT");
    assert.equal(received!.url, "/base/a/b?x=1&x=2&y=a%20b");
    assert.equal(received!.body.toString(), "sent");
    assert.equal(received!.headers["content-length"], "4");
    assert.equal(response.status, 418);
    assert.equal(response.headers["x-one"], "1, 2");
    assert.equal(response.headers["content-type"], "text/x");
    assert.equal(response.text, "tea");
  });

  /** API Gateway Developer Guide, "Amazon API Gateway important notes". */
  it("drops, overwrites and adds the headers that API Gateway does", async () => {
    await serveRoot();

    await call("/dev", {
      method: "POST",
      body: "x",
      headers: [
        ...[
          "Content-MD5",
          "a",
          "Expect",
          "100-continue",
          "Max-Forwards",
          "1",
          "Proxy-Authenticate",
          "c",
        ],
        ...["TE", "trailers", "Server", "d", "Via", "e", "WWW-Authenticate", "f"],
        ...[
          "Content-Encoding",
          "identity",
          "X-Amzn-Apigateway-Api-Id",
          "forged",
          "Keep-Alive",
          "9",
        ],
        ...["Connection", "keep-alive, X-Hop", "X-Hop", "1", "X-Stays", "1", "X-Stays", "2"],
        ...["Authorization", "Bearer t", "X-Forwarded-For", "10.0.0.1", "Referer", "r"],
      ],
    });

    const { headers, rawHeaders } = scene.backend.received[0]!;
    const { connection, "x-amzn-trace-id": trace, ...others } = headers;
    assert.equal(connection, "keep-alive");
    assert.match(String(trace), /^Root=1-[\da-f]{8}-[\da-f]{24};/);
    assert.deepEqual(others, {
      host: `127.0.0.1:${scene.backend.port}`,
      "content-length": "1",
      accept: "application/json",
      "user-agent": "AmazonAPIGateway_abc123",
      "x-amzn-apigateway-api-id": "abc123",
      "x-forwarded-for": "10.0.0.1, 127.0.0.1",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      "x-stays": "1, 2",
      authorization: "Bearer t",
      referer: "r",
    });
    assert.equal(rawHeaders.filter((name) => name === "X-Stays").length, 2);
  });

  it("does not pass on a signature for API Gateway", async () => {
    await serveRoot();

    await call("/dev", { headers: ["Authorization", "AWS4-HMAC-SHA256 Credential=x"] });

    assert.equal(scene.backend.received[0]!.headers["authorization"], undefined);
  });

  it("replaces client headers with mapped ones, and appends mapped query parameters", async () => {
    await servePath("/{id}", (url) => ({
      uri: `${url}/items/{id}?fixed=1`,
      requestParameters: {
        "integration.request.path.id": "method.request.path.id",
        "integration.request.header.X-Tenant": "context.stage",
        "integration.request.header.Authorization": "'none'",
        "integration.request.header.X-Missing": "method.request.header.X-Absent",
        "integration.request.querystring.page": "method.request.querystring.p",
      },
    }));

    await call("/dev/7%2B?p=3", {
      headers: ["x-tenant", "forged", "authorization", "Bearer t", "X-Missing", "kept"],
    });

    const { url, headers } = scene.backend.received[0]!;
    assert.equal(url, "/items/7%2B?fixed=1&p=3&page=3");
    assert.equal(headers["x-tenant"], "dev");
    assert.equal(headers["authorization"], "none");
    assert.equal(headers["x-missing"], "kept");
  });

  // Recorded by LocalStack from AWS (test_http_proxy_integration_request_data_mappings): all are kept, the
  // URI's first, and path parameters also fill the URI's query.
  const queries: [sent: string, received: string][] = [
    ["", "own=1&e=&f&id=a%26b&q=&fixed=x"],
    ["?c=1&c=2", "own=1&e=&f&id=a%26b&q=&c=1&c=2&fixed=x"],
    ["?p=1&p=2", "own=1&e=&f&id=a%26b&q=2&p=1&p=2&last=2&all=1&all=2&fixed=x"],
    // Not of the recording: the order of the client's parameters.
    ["?c=1&2=b&d=3&c=4&1=a", "own=1&e=&f&id=a%26b&q=&c=1&2=b&d=3&c=4&1=a&fixed=x"],
    ["?own=2&fixed=y", "own=1&e=&f&id=a%26b&q=&own=2&fixed=y&fixed=x"],
    ["?p=", "own=1&e=&f&id=a%26b&q=&p=&last=&all=&fixed=x"],
    ["?p=%26x%3D1%23%2B%25", "own=1&e=&f&id=a%26b&q=%26x%3D1%23%2B%25&p=%26x%3D1%23%2B%25"],
    ["?p=+%C3%A9%00", "own=1&e=&f&id=a%26b&q=%20%C3%A9%00&p=%20%C3%A9%00"],
  ];
  it("keeps the parameters of the URI, of the client and of mappings, in this order", async () => {
    const query = (name: string) => `integration.request.querystring.${name}`;
    await servePath("/{id}", (url) => ({
      uri: `${url}/?own=1&e=&f&id={id}&q={q}`,
      requestParameters: {
        "integration.request.path.id": "method.request.path.id",
        "integration.request.path.q": "method.request.querystring.p",
        [query("last")]: "method.request.querystring.p",
        [query("all")]: "method.request.multivaluequerystring.p",
        [query("none")]: "method.request.header.X-None",
        [query("fixed")]: "'x'",
      },
    }));

    for (const [sent, received] of queries) {
      await call(`/dev/a%26b${sent}`);
      const { url } = scene.backend.received.at(-1)!;
      assert.ok(url.startsWith(`/?${received}`), `${sent}: ${url}`);
    }
  });

  it("uses the integration's method", async () => {
    await servePath("/", (url) => ({ uri: url, httpMethod: "POST" }));

    await call("/dev");

    assert.equal(scene.backend.received[0]!.method, "POST");
    assert.equal(scene.backend.received[0]!.headers["content-length"], "0");
  });

  for (const path of [
    "../secret",
    "a/../../secret",
    "%2e%2e/secret",
    "a/%2E./b",
    "..%2fsecret",
    "a/..%5cb",
    "..;/secret",
    ".",
    "a%00b",
  ]) {
    it(`does not let ${path} leave the path`, async () => {
      await servePath("/{proxy+}", proxyPath);

      const response = await call(`/dev/${path}`);

      assert.equal(response.status, 400);
      assert.deepEqual(scene.backend.received, []);
    });
  }

  it("keeps harmless dots and the client's percent-encoding", async () => {
    await servePath("/{proxy+}", proxyPath);

    await call("/dev/.well-known/a..b/c%2Fd%41/...");

    assert.equal(scene.backend.received[0]!.url, "/base/.well-known/a..b/c%2Fd%41/...");
  });

  it("returns a redirect instead of following it", async () => {
    await serveRoot((_, response) => response.writeHead(302, { Location: "/elsewhere" }).end());

    const response = await call("/dev");

    assert.equal(response.status, 302);
    assert.equal(response.headers["location"], "/elsewhere");
    assert.equal(scene.backend.received.length, 1);
  });

  it("renames and drops the headers of the response that API Gateway does", async () => {
    await serveRoot((_, response) => {
      response.sendDate = false;
      response.setHeader("Date", "Thu, 01 Jan 1970 00:00:00 GMT");
      response.setHeader("Server", "mine");
      response.setHeader("Via", "proxy");
      response.setHeader("WWW-Authenticate", "Basic");
      response.setHeader("x-amzn-RequestId", "theirs");
      response.setHeader("Content-Length", "2");
      response.end("{}");
    });

    const { headers } = await call("/dev");

    assert.equal(headers["x-amzn-remapped-date"], "Thu, 01 Jan 1970 00:00:00 GMT");
    assert.equal(headers["x-amzn-remapped-server"], "mine");
    assert.equal(headers["x-amzn-remapped-www-authenticate"], "Basic");
    assert.equal(headers["x-amzn-remapped-x-amzn-requestid"], "theirs");
    assert.equal(headers["x-amzn-remapped-content-length"], "2");
    assert.equal(headers["x-amzn-remapped-connection"], "keep-alive");
    assert.equal(headers["content-length"], "2");
    assert.equal(headers["content-type"], "application/json");
    assert.notEqual(headers["x-amzn-requestid"], "theirs");
    for (const name of ["server", "via", "www-authenticate", "keep-alive", "x-amzn-trace-id"]) {
      assert.equal(headers[name], undefined);
    }
  });

  it("returns bytes unchanged", async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    await serveRoot((_, response) => response.end(bytes));

    const response = await call("/dev", { method: "POST", body: bytes });

    assert.deepEqual(response.bytes, bytes);
    assert.deepEqual(scene.backend.received[0]!.body, bytes);
  });

  it("returns a binary type as base64 to a client whose first accepted type is not binary", async () => {
    await serveRoot(
      (_, response) => response.setHeader("Content-Type", "image/png").end(Buffer.from([255])),
      ["image/png"],
    );

    assert.equal((await call("/dev", { headers: ["Accept", "*/*"] })).text, "/w==");
    assert.deepEqual(
      (await call("/dev", { headers: ["Accept", "image/png"] })).bytes,
      Buffer.from([255]),
    );
  });

  it("streams a response of more than 10 MB as it arrives", async () => {
    let finish = () => {};
    await servePath(
      "/",
      (url) => ({ uri: url, responseTransferMode: "STREAM", timeoutInMillis: 60_000 }),
      (_, response) => {
        response.write("first");
        finish = () => response.end(Buffer.alloc(11_000_000));
      },
    );

    const [response] = (await once(get(scene.gateway.url), "response")) as [IncomingMessage];
    const [first] = (await once(response, "data")) as [Buffer];
    finish();
    const rest = await text(response);

    assert.equal(first.toString(), "first");
    assert.equal(rest.length, 11_000_000);
  });
});
