import { deflateSync, gzipSync } from "node:zlib";
import { example, type Case, type Table } from "../case.ts";
import { echo, http, httpProxy, lambda, mock } from "../operations.ts";

const quotas = "2.9 D:api-gateway-execution-service-limits-table";
const sent = "2.8 D:api-gateway-make-request-with-compressed-payload";
const received = "2.8 D:api-gateway-receive-response-with-compressed-payload";
const mebibytes = (count: number) => Buffer.alloc(count * 1024 * 1024, "x");

const plain = "a text that is long enough";
const compressed = gzipSync(plain);

/** The accepted codings and the coding of the response; null for none. */
const coded = (
  name: string,
  accept: string | undefined,
  coding: string | null,
  body = plain,
): Case => ({
  fact: received,
  name,
  operation: lambda(),
  request: { line: "GET ~", headers: accept === undefined ? {} : { "Accept-Encoding": accept } },
  response: { returns: { body } },
  expect: { status: 200, headers: { "content-encoding": coding }, ...(!coding && { body }) },
});

export const limits: readonly Table[] = [
  {
    title: "2.9 limits",
    cases: [
      example(quotas, "a request of 10 MB is accepted", {
        operation: httpProxy(),
        request: { line: "POST ~", body: mebibytes(10) },
        expect: { status: 200, backend: { "headers.content-length": "10485760" } },
      }),
      example(quotas, "a chunked request of 10 MB and a byte is refused", {
        operation: httpProxy(),
        request: {
          line: "POST ~",
          headers: { "Transfer-Encoding": "chunked" },
          body: Buffer.concat([mebibytes(10), Buffer.from("x")]),
        },
        expect: { status: 413, backend: null },
      }),
      example(quotas, "a response of 10 MB is returned", {
        operation: httpProxy(),
        response: { body: mebibytes(10) },
        expect: { status: 200, headers: { "content-length": "10485760" } },
      }),
      example(quotas, "a larger response is an error", {
        operation: httpProxy(),
        response: { body: mebibytes(11) },
        expect: { status: 500, body: '{"message": "Internal server error"}' },
      }),
      example(quotas, "a function's event is at most 6 MB", {
        operation: lambda(),
        request: { line: "POST ~", headers: { "Content-Type": "text/plain" }, body: mebibytes(7) },
        expect: { status: 413, backend: null },
      }),
      example(quotas, "headers of 19 KB are accepted", {
        operation: lambda(),
        request: { line: "GET ~", headers: { "X-Long": "x".repeat(19 * 1024) } },
        expect: { status: 200, backend: { resource: /^\/c\d+$/ } },
      }),
      example(quotas, "#foreach runs 1000 times", {
        operation: echo("#foreach($i in [1..1000])x#end"),
        request: { line: "POST ~" },
        expect: { status: 200, backend: { body: "x".repeat(1000) } },
      }),
      {
        fact: "1.3 D:api-gateway-swagger-extensions-integration",
        name: "an integration that responds within its timeout",
        operation: http({ timeoutInMillis: 5000 }),
        request: "POST ~",
        expect: { status: 200 },
      },
    ],
  },
  {
    title: "2.8 compression from 10 bytes",
    api: { minimumCompressionSize: 10 },
    cases: [
      coded("gzip if accepted", "gzip", "gzip"),
      coded("deflate if accepted", "deflate", "deflate"),
      coded("none without Accept-Encoding", undefined, null),
      coded("none for other codings", "br", null),
      coded("none for identity", "identity", null),
      coded("none below the minimum size", "gzip", null, "short"),
      example(received, "an encoded response is returned unchanged", {
        operation: httpProxy(),
        request: { line: "GET ~", headers: { "Accept-Encoding": "deflate" } },
        response: { headers: { "Content-Encoding": "gzip" }, body: compressed },
        expect: { status: 200, headers: { "content-encoding": "gzip" } },
      }),
      example(received, "compression comes after templates", {
        operation: mock("$context.httpMethod is the method"),
        request: { line: "GET ~", headers: { "Accept-Encoding": "gzip" } },
        expect: {
          status: 200,
          body: gzipSync("GET is the method"),
          headers: { "content-encoding": "gzip" },
        },
      }),
      ...(
        [
          ["gzip", compressed],
          ["deflate", deflateSync(plain)],
          ["identity", plain],
        ] as const
      ).map(([coding, body]): Case => ({
        fact: sent,
        name: `a body encoded with ${coding} is decoded`,
        operation: lambda(),
        request: { line: "POST ~", headers: { "Content-Encoding": coding }, body },
        expect: { status: 200, backend: { body: plain } },
      })),
      example(sent, "templates read decoded bodies", {
        operation: echo("$input.path('$.a')"),
        request: {
          line: "POST ~",
          headers: { "Content-Encoding": "gzip" },
          body: gzipSync('{"a":"b"}'),
        },
        expect: { status: 200, backend: { body: "b" } },
      }),
    ],
  },
  {
    title: "2.8 no compression",
    cases: [coded("none for any client", "gzip", null)],
  },
];
