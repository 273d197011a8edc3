import assert from "node:assert/strict";
import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { type EventParts, testEvent } from "../testing/proxyEvent.ts";
import { foldedName } from "./headers.ts";
import { testRequest } from "../testing/proxyCall.ts";
import { removeStaleEncoding } from "./request.ts";

const requestId = testEvent().requestContext.requestId;

const requestFor = (parts: EventParts) => testRequest(testEvent(parts));

describe("toServiceRequest", () => {
  it("passes on method, path, query and headers, and adds those of the gateway", () => {
    const request = requestFor({
      httpMethod: "POST",
      path: "/orders/7",
      multiValueQueryStringParameters: { tag: ["b", "a"] },
      headers: { Accept: ["text/html", "text/plain"] },
      claims: { sub: "jane" },
    });

    assert.equal(request.method, "POST");
    assert.equal(request.target, "/orders/7?tag=b&tag=a");
    assert.equal(request.body, null);
    assert.deepEqual(
      { ...request.byName },
      {
        accept: ["text/html", "text/plain"],
        "content-length": "0",
        "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678",
        traceparent: "00-67891233abcdef012345678912345678-2345678912345678-00",
        "x-correlation-id": requestId,
        "x-forwarded-for": "203.0.113.9",
        "x-forwarded-host": "api.example.com",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
        "x-user-sub": "jane",
      },
    );
  });

  for (const [parts, target] of [
    [{ path: "/health", resource: "/health" }, "/base/ready?full=1"],
    [{ path: "/health/", resource: "/health/" }, "/base/health/?full=1"],
    [{ path: "/a/b", resource: "/a/{proxy+}" }, "/base/b%20c?full=1"],
    [{ httpMethod: "POST", path: "/health", resource: "/health" }, "/base/health?full=1"],
  ] as const) {
    it(`passes ${parts.path} of ${parts.resource} on as ${target} if routes have fixed paths`, () => {
      const event = testEvent({ ...parts, multiValueQueryStringParameters: { full: ["1"] } });
      const pathsByRoute = { "GET /health": "/ready", "ANY /a/{proxy+}": "/b%20c" };

      const request = testRequest(event, { pathsByRoute }, "/base");

      assert.equal(request.target, target);
    });
  }

  it("withholds headers on some routes only, in any spelling", () => {
    const withheldByRoute = { "GET /cached": ["Range", "X-Partner-Key"] };
    const namesOf = (resource: string) => {
      const headers = { range: ["bytes=0-1"], X_Partner_Key: ["k"], accept: ["*/*"] };
      const event = testEvent({ ...{ path: resource, resource }, headers });
      return Object.keys(testRequest(event, { withheldByRoute }).byName);
    };

    assert.ok(namesOf("/other").includes("range"));
    assert.ok(!namesOf("/cached").some((name) => /range|partner/i.test(name)));
    assert.ok(namesOf("/cached").includes("accept"));
  });

  it("adds headers from a Lambda authorizer on its routes, never from a client", () => {
    const userHeadersByRoute = {
      "GET /p": { "x-user-sub": "principalId", "x-user-tenant": "tenant", "x-user-none": "none" },
    };
    const headersOf = (resource: string) => {
      const event = testEvent({
        ...{ path: resource, resource },
        headers: { "X-User-None": ["forged"], "x-user-tenant": ["forged"] },
      });
      const authorizer = { principalId: "p-1", tenant: "Köln", nested: { a: 1 } };
      Object.assign(event.requestContext, { authorizer });
      const { byName } = testRequest(event, { userHeadersByRoute });
      return Object.entries(byName).filter(([name]) => name.startsWith("x-user-"));
    };

    assert.deepEqual(headersOf("/p"), [
      ["x-user-sub", "p-1"],
      ["x-user-tenant", "K%C3%B6ln"],
    ]);
    assert.deepEqual(headersOf("/other"), []);
  });

  it("sends a text body as UTF-8 and counts its bytes", () => {
    const { body, byName } = requestFor({ body: "für", headers: { "Content-Length": ["999"] } });

    assert.deepEqual(body, Buffer.from("für"));
    assert.equal(byName["content-length"], "4");
  });

  it("sends the bytes of a base64 body", () => {
    const bytes = Buffer.from([0, 255, 128]);

    const { body, byName } = requestFor({
      body: bytes.toString("base64"),
      isBase64Encoded: true,
    });

    assert.deepEqual(body, bytes);
    assert.equal(byName["content-length"], "3");
  });

  it("drops the token when the gateway has verified it", () => {
    const headers = { Authorization: ["Bearer x"], "X-Api-Key": ["k"] };

    assert.equal(
      requestFor({ headers, claims: { sub: "jane" } }).byName["authorization"],
      undefined,
    );
    assert.deepEqual(requestFor({ headers }).byName["authorization"], "Bearer x");
    assert.equal(requestFor({ headers, apiKey: "k" }).byName["x-api-key"], undefined);
    assert.deepEqual(requestFor({ headers }).byName["x-api-key"], "k");
  });

  for (const name of [
    "Forwarded",
    "X-Real-IP",
    "X-Forwarded-Prefix",
    "X_Forwarded_Host",
    "X_Correlation_Id",
    "Expect",
    "Host",
    "X-HTTP-Method-Override",
    "X-HTTP-Method",
    "X_Method_Override",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Edge-Secret",
    "X_Edge_Secret",
  ]) {
    it(`does not pass a client's ${name} on`, () => {
      assert.ok(!(name.toLowerCase() in requestFor({ headers: { [name]: ["x"] } }).byName));
    });
  }

  it("keeps the gateway's headers even if a client names them in Connection", () => {
    const { byName } = requestFor({
      headers: { Connection: ["x-user-sub, x-forwarded-for, x-correlation-id"] },
      claims: { sub: "jane" },
    });

    assert.equal(byName["x-user-sub"], "jane");
    assert.equal(byName["x-forwarded-for"], "203.0.113.9");
    assert.equal(byName["x-correlation-id"], requestId);
  });

  it("drops client headers that a service could read as x-user-*", () => {
    const separator = fc.constantFrom(..."-_.!#$%&'*+^`|~".split(""));
    const start = fc
      .tuple(
        fc.constantFrom("x", "X"),
        separator,
        fc.constantFrom("user", "User", "USER"),
        separator,
      )
      .map((parts) => parts.join(""));
    const end = fc.stringMatching(/^[a-zA-Z0-9_.-]{0,12}$/);
    const name = fc.tuple(start, end).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.dictionary(name, fc.array(fc.string(), { minLength: 1 })), (headers) => {
        const names = Object.keys(requestFor({ headers }).byName);
        assert.deepEqual(
          names.filter((name) => foldedName(name).startsWith("x-user-")),
          [],
        );
      }),
    );
  });

  it("passes on every other header with its values in order", () => {
    const name = fc.stringMatching(/^z[a-z0-9-]{0,12}$/);
    const values = fc.array(fc.string(), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.dictionary(name, values), (headers) => {
        const sent = requestFor({ headers }).byName;
        for (const [name, values] of Object.entries(headers)) {
          assert.deepEqual([sent[name]].flat(), values);
        }
      }),
    );
  });
});

const left = (coding: string, body: Buffer | null) => {
  const headers: Record<string, string[]> = { "content-encoding": [coding] };
  removeStaleEncoding(headers, body);
  return headers["content-encoding"]?.[0];
};

describe("removeStaleEncoding", () => {
  const plain = Buffer.from('{"a":1}');

  it("removes the coding of a body that API Gateway has decoded", () => {
    assert.equal(left("gzip", plain), undefined);
    assert.equal(left("GZIP", plain), undefined);
    assert.equal(left("deflate", plain), undefined);
    assert.equal(left("identity", plain), undefined);
    assert.equal(left("gzip", Buffer.from("x")), undefined);
  });

  it("keeps it for a body that is still encoded, has another coding, or is missing", () => {
    assert.equal(left("gzip", gzipSync(plain)), "gzip");
    assert.equal(left("deflate", deflateSync(plain)), "deflate");
    assert.equal(left("br", plain), "br");
    assert.equal(left("constructor", plain), "constructor");
    assert.equal(left("gzip", null), "gzip");
  });
});
