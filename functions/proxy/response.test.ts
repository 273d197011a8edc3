import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { ProxyFailure } from "./failure.ts";
import {
  failureBody,
  failureHead,
  maxPayloadBytes,
  responseHead,
  toProxyResult,
} from "./response.ts";
import { testCall } from "../testing/proxyCall.ts";
import { testEvent } from "../testing/proxyEvent.ts";

const { requestId } = testEvent().requestContext;

/** The client's response for one of the service. */
function resultOf(body: Buffer, ...rawHeaders: string[]) {
  const call = testCall();
  const head = responseHead({ status: 200, rawHeaders }, call, () => false);
  return toProxyResult(head, body, call);
}

describe("toProxyResult", () => {
  it("passes on the status and all values of repeated headers", () => {
    const call = testCall();
    const rawHeaders = ["Set-Cookie", "a=1", "ETag", '"7"', "set-cookie", "b=2"];
    const head = responseHead({ status: 201, rawHeaders }, call, () => false);
    const result = toProxyResult(head, Buffer.alloc(0), call);

    assert.equal(result.statusCode, 201);
    assert.deepEqual(
      { ...result.multiValueHeaders },
      { "set-cookie": ["a=1", "b=2"], etag: ['"7"'], "x-correlation-id": [requestId] },
    );
    assert.equal(result.body, "");
    assert.equal(result.isBase64Encoded, false);
    assert.equal(call.status, 201);
  });

  it("drops headers of the connection to the service", () => {
    const { multiValueHeaders } = resultOf(
      Buffer.from("a"),
      ...["Connection", "keep-alive, X-Hop", "Keep-Alive", "timeout=5", "X-Hop", "1"],
      ...["Transfer-Encoding", "chunked", "Content-Length", "1"],
    );

    assert.deepEqual(Object.keys(multiValueHeaders!), ["x-correlation-id"]);
  });

  it("overrides the service's headers with the added ones", () => {
    const { multiValueHeaders } = resultOf(Buffer.alloc(0), "X-Correlation-Id", "other");

    assert.deepEqual(multiValueHeaders!["x-correlation-id"], [requestId]);
  });

  it("appends the platform's link to the service's", () => {
    const headersByVersion = { "{proxy+}": { Link: '</v2>; rel="successor-version"' } };
    const { multiValueHeaders } = responseHead(
      { status: 200, rawHeaders: ["Link", '</a?page=2>; rel="next"'] },
      testCall(undefined, { headersByVersion }),
      () => false,
    );

    assert.deepEqual(multiValueHeaders["link"], [
      '</a?page=2>; rel="next"',
      '</v2>; rel="successor-version"',
    ]);
  });

  for (const type of [
    "text/html",
    "text/plain; charset=utf-8",
    "application/json",
    "application/problem+json; charset=UTF-8",
    "image/svg+xml",
    "application/xml",
    "application/javascript",
    "application/x-www-form-urlencoded",
  ]) {
    it(`passes ${type} as text`, () => {
      const { body, isBase64Encoded } = resultOf(Buffer.from("für"), "Content-Type", type);

      assert.equal(body, "für");
      assert.equal(isBase64Encoded, false);
    });
  }

  it("passes text without a content type as text", () => {
    assert.equal(resultOf(Buffer.from("ok")).body, "ok");
  });

  for (const [what, body, ...headers] of [
    ["an image", Buffer.from("GIF89a"), "Content-Type", "image/gif"],
    [
      "a type that only begins like JSON",
      Buffer.from("{}"),
      "Content-Type",
      "application/json-seq",
    ],
    ["Latin-1 text", Buffer.from("für", "latin1"), "Content-Type", "text/html; charset=iso-8859-1"],
    ["bytes of no stated type", Buffer.from([0xff, 0xfe])],
    [
      "compressed JSON",
      gzipSync("{}"),
      "Content-Type",
      "application/json",
      "Content-Encoding",
      "gzip",
    ],
  ] as [string, Buffer, ...string[]][]) {
    it(`passes ${what} as base64`, () => {
      const result = resultOf(body, ...headers);

      assert.equal(result.isBase64Encoded, true);
      assert.deepEqual(Buffer.from(result.body, "base64"), body);
    });
  }

  it("never changes a byte of a body, whatever its type says", () => {
    const types = [
      "text/plain",
      "application/json",
      "application/octet-stream",
      "text/a; charset=x",
    ];
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom(...types), (bytes, type) => {
        const { body, isBase64Encoded } = resultOf(Buffer.from(bytes), "Content-Type", type);
        const received = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
        assert.deepEqual(new Uint8Array(received), bytes);
      }),
    );
  });

  for (const [what, body, fits] of [
    ["5.9 MB of text", Buffer.alloc(5.9 * 1024 * 1024, "a"), true],
    ["6 MB of text, whose frame is too much", Buffer.alloc(maxPayloadBytes, "a"), false],
    ["4.4 MB of binary", Buffer.alloc(4.4 * 1024 * 1024, 0xff), true],
    ["4.6 MB of binary, which grow in base64", Buffer.alloc(4.6 * 1024 * 1024, 0xff), false],
    ["3.2 MB of quotes, which double in JSON", Buffer.alloc(3.2 * 1024 * 1024, '"'), false],
    ["1.1 MB of control characters, sixfold", Buffer.alloc(1.1 * 1024 * 1024, 1), false],
  ] as const) {
    it(`${fits ? "passes on" : "refuses"} ${what}`, () => {
      if (fits) assert.equal(resultOf(body).statusCode, 200);
      else assert.throws(() => resultOf(body), { kind: "responseTooLarge" });
    });
  }
});

describe("failureHead and failureBody", () => {
  for (const [kind, status, message, retryAfter] of [
    ["unsafePath", 400, "Bad Request"],
    ["unexpected", 500, "Internal Server Error"],
    ["brokenResponse", 502, "Bad Gateway"],
    ["staleConnection", 502, "Bad Gateway"],
    ["responseTooLarge", 502, "Bad Gateway"],
    ["unreachable", 503, "Service Unavailable", "1"],
    ["timeout", 504, "Gateway Timeout"],
  ] as const) {
    it(`respond ${status} for ${kind} without the reason`, () => {
      const failure = new ProxyFailure(kind, "connect ECONNREFUSED 10.0.0.7:80");

      assert.deepEqual(failureHead(failure, testCall()), {
        statusCode: status,
        multiValueHeaders: {
          "content-type": ["application/json"],
          ...(retryAfter && { "retry-after": [retryAfter] }),
          "x-correlation-id": [requestId],
        },
      });
      assert.deepEqual(JSON.parse(failureBody(failure, testCall()).toString()), {
        message,
        correlationId: requestId,
      });
    });
  }
});
