import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { ProxyFailure } from "./failure.ts";
import { failureResult, maxPayloadBytes, toProxyResult } from "./response.ts";

const resultOf = (body: Buffer, ...rawHeaders: string[]) =>
  toProxyResult({ status: 200, rawHeaders, body }, { "x-correlation-id": ["c-1"] });

describe("toProxyResult", () => {
  it("passes on the status and all values of repeated headers", () => {
    const result = toProxyResult(
      {
        status: 201,
        rawHeaders: ["Set-Cookie", "a=1", "ETag", '"7"', "set-cookie", "b=2"],
        body: Buffer.alloc(0),
      },
      {},
    );

    assert.equal(result.statusCode, 201);
    assert.deepEqual(
      { ...result.multiValueHeaders },
      { "set-cookie": ["a=1", "b=2"], etag: ['"7"'] },
    );
    assert.equal(result.body, "");
    assert.equal(result.isBase64Encoded, false);
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

    assert.deepEqual(multiValueHeaders!["x-correlation-id"], ["c-1"]);
  });

  it("appends the platform's link to the service's", () => {
    const { multiValueHeaders } = toProxyResult(
      { status: 200, rawHeaders: ["Link", '</a?page=2>; rel="next"'], body: Buffer.alloc(0) },
      { link: ['</v2>; rel="successor-version"'] },
    );

    assert.deepEqual(multiValueHeaders!["link"], [
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

describe("failureResult", () => {
  for (const [kind, status, message] of [
    ["unsafePath", 400, "Bad Request"],
    ["unexpected", 500, "Internal Server Error"],
    ["brokenResponse", 502, "Bad Gateway"],
    ["staleConnection", 502, "Bad Gateway"],
    ["responseTooLarge", 502, "Bad Gateway"],
    ["unreachable", 503, "Service Unavailable"],
    ["timeout", 504, "Gateway Timeout"],
  ] as const) {
    it(`responds ${status} for ${kind} without the reason`, () => {
      const failure = new ProxyFailure(kind, "connect ECONNREFUSED 10.0.0.7:80");

      assert.deepEqual(failureResult(failure, { "x-correlation-id": ["c-1"] }), {
        statusCode: status,
        multiValueHeaders: {
          "content-type": ["application/json"],
          "x-correlation-id": ["c-1"],
        },
        body: JSON.stringify({ message }),
        isBase64Encoded: false,
      });
    });
  }
});
