import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { captureLog } from "../testing/captureLog.ts";
import { testCallContext } from "../testing/proxyCall.ts";
import { createProxy } from "./proxy.ts";
import type { ProxySettings } from "./settings.ts";
import { testEvent, testSettings, type EventParts } from "../testing/proxyEvent.ts";
import {
  startHttpService,
  startTcpService,
  stopServices,
  type TestService,
} from "../testing/service.ts";

describe("createProxy", () => {
  let service: TestService;

  stopServices();

  const call = (parts: EventParts, settings: Partial<ProxySettings> = {}) => {
    const handler = createProxy({ ...testSettings(service.url), ...settings });
    return captureLog(() => handler(testEvent(parts), testCallContext));
  };

  it("carries bytes to the service and back", async () => {
    service = await startHttpService((request, response) => {
      response.setHeader("Content-Type", "application/octet-stream");
      void buffer(request).then((body) => response.end(body.reverse()));
    });
    const bytes = Buffer.from([0, 1, 254, 255]);

    const { result } = await call({
      httpMethod: "PUT",
      body: bytes.toString("base64"),
      isBase64Encoded: true,
    });

    assert.equal(result.isBase64Encoded, true);
    assert.deepEqual(Buffer.from(result.body, "base64"), Buffer.from([255, 254, 1, 0]));
  });

  for (const httpMethod of ["GET", "DELETE", "PATCH"]) {
    it(`carries the body of a ${httpMethod}`, async () => {
      service = await startHttpService((request, response) => {
        void buffer(request).then((body) => response.end(body));
      });

      assert.equal((await call({ httpMethod, body: '{"ids":[1]}' })).result.body, '{"ids":[1]}');
    });
  }

  it("sends path, query and headers below the service's base path", async () => {
    service = await startHttpService((request, response) => {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ url: request.url, headers: request.headers }));
    });

    const { result } = await call(
      {
        path: "/orders/7",
        multiValueQueryStringParameters: { tag: ["b", "a b"] },
        headers: { Authorization: ["Bearer x.y.z"], X_User_Sub: ["mallory"] },
        claims: { sub: "jane", "custom:plan": "pro" },
      },
      { serviceUrl: new URL("/base", service.url) },
    );

    const { url, headers } = JSON.parse(result.body) as {
      url: string;
      headers: Record<string, string>;
    };
    assert.equal(url, "/base/orders/7?tag=b&tag=a%20b");
    assert.equal(headers["x-user-sub"], "jane");
    assert.equal(headers["x-user-custom-plan"], undefined);
    assert.equal(headers["x_user_sub"], undefined);
    assert.equal(headers["authorization"], undefined);
    assert.equal(headers["x-forwarded-for"], "203.0.113.9");
    assert.equal(headers["x-correlation-id"], testEvent().requestContext.requestId);
  });

  it("returns every cookie, the client's correlation id and the allowed origin", async () => {
    service = await startHttpService((_request, response) => {
      response.setHeader("Set-Cookie", ["a=1", "b=2"]);
      response.end("ok");
    });

    const { result } = await call(
      { headers: { "X-Correlation-Id": ["mine"] } },
      { corsAllowOrigin: "https://app.example.com" },
    );

    const headers = result.multiValueHeaders!;
    assert.deepEqual(headers["set-cookie"], ["a=1", "b=2"]);
    assert.deepEqual(headers["x-correlation-id"], ["mine"]);
    assert.deepEqual(headers["access-control-allow-origin"], ["https://app.example.com"]);
    assert.equal(result.body, "ok");
    assert.equal(result.isBase64Encoded, false);
  });

  it("responds to HEAD with headers only", async () => {
    service = await startHttpService((_request, response) => {
      response.writeHead(200, { "Content-Length": "5", ETag: '"7"' }).end();
    });

    const { result } = await call({ httpMethod: "HEAD" });

    assert.equal(result.body, "");
    assert.deepEqual(result.multiValueHeaders!["etag"], ['"7"']);
    assert.equal(result.multiValueHeaders!["content-length"], undefined);
  });

  it("writes one log line without secrets", async () => {
    service = await startHttpService((_request, response) => response.end("answer-secret"));

    const { lines } = await call({
      httpMethod: "POST",
      path: "/orders/path-secret",
      multiValueQueryStringParameters: { q: ["query-secret"] },
      headers: {
        traceparent: ["secret"],
        "X-Secret": ["header-secret"],
        Authorization: ["Bearer token-secret"],
        Cookie: ["cookie-secret"],
      },
      body: "body-secret",
      claims: { sub: "jane", email: "claim-secret" },
    });

    assert.equal(lines.length, 1);
    const { timestamp, durationMs, upstreamMs, ...line } = lines[0]!;
    assert.deepEqual(line, {
      level: "info",
      message: "request",
      correlationId: testEvent().requestContext.requestId,
      service: "orders",
      route: "POST /{proxy+}",
      status: 200,
      attempts: 1,
      coldStart: true,
      requestBytes: 11,
      responseBytes: 13,
      requestId: testEvent().requestContext.requestId,
      traceId: "1-67891233-abcdef012345678912345678",
      w3cTraceId: "67891233abcdef012345678912345678",
    });
    assert.equal(typeof upstreamMs, "number");
    assert.equal(typeof timestamp, "string");
    assert.equal(typeof durationMs, "number");
    assert.doesNotMatch(JSON.stringify(lines), /secret/);
  });

  it("responds when the service closes the connection, and logs the reason", async () => {
    service = await startTcpService((socket) => socket.once("data", () => socket.end()));

    const { result, lines } = await call({}, { corsAllowOrigin: "*" });

    assert.equal(result.statusCode, 502);
    assert.deepEqual(JSON.parse(result.body), {
      message: "Bad Gateway",
      correlationId: testEvent().requestContext.requestId,
    });
    assert.deepEqual(result.multiValueHeaders!["access-control-allow-origin"], ["*"]);
    assert.equal(lines[0]!["level"], "error");
    assert.equal(lines[0]!["errorType"], "brokenResponse");
    assert.equal(lines[0]!["error"], "the service closed the connection");
  });

  it("refuses a response larger than Lambda allows", async () => {
    service = await startHttpService((_request, response) => response.end(Buffer.alloc(6_000_000)));

    const { result, lines } = await call({});

    assert.equal(result.statusCode, 502);
    assert.equal(lines[0]!["errorType"], "responseTooLarge");
  });

  it("refuses a path that the service could read as another one", async () => {
    let calls = 0;
    service = await startHttpService((_request, response) => response.end(String(++calls)));

    const { result } = await call({ path: "/public/../admin" });

    assert.equal(result.statusCode, 400);
    assert.equal(calls, 0);
  });

  it("responds when a request can't be sent", async () => {
    service = await startHttpService((_request, response) => response.end());

    const { result, lines } = await call({ headers: { "X-Name": ["a\nb"] } });

    assert.equal(result.statusCode, 500);
    assert.equal(lines[0]!["errorType"], "unexpected");
  });
});
