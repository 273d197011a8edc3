import { example, type Case, type Expectation, type Table } from "../case.ts";
import { httpProxy, streaming } from "../operations.ts";

const page = "5.3 D:response-transfer-mode-lambda";
const mode = "5.3 D:response-transfer-mode";
const delimiter = "\0".repeat(8);

/** A function's stream, and the client's response. */
const written = (
  name: string,
  streams: readonly (string | Buffer)[],
  expect: Expectation,
): Case => ({
  fact: page,
  name,
  operation: streaming(),
  response: { streams },
  expect,
});
const malformed = (name: string, ...streams: string[]): Case =>
  written(name, streams, { status: 500, body: '{"message": "Internal server error"}' });

export const streams: Table = {
  title: "5.3 streaming",
  stage: { accessLogFormat: "$context.integration.responseTransferMode $context.status" },
  cases: [
    written(
      "metadata, delimiter, body",
      ['{"statusCode":201,"headers":{"Content-Type":"text/plain"}}', delimiter, "one", "two"],
      {
        status: 201,
        body: "onetwo",
        headers: { "content-type": "text/plain", "transfer-encoding": "chunked" },
      },
    ),
    written("all keys are optional", ["{}", delimiter, "x"], { status: 200, body: "x" }),
    written("cookies", ['{"cookies":["a=1","b=2"]}', delimiter, "x"], {
      status: 200,
      headers: { "set-cookie": "a=1, b=2" },
    }),
    written("multiValueHeaders", ['{"multiValueHeaders":{"X-A":["1","2"]}}', delimiter, "x"], {
      status: 200,
      headers: { "x-a": "1, 2" },
    }),
    written(
      "a response with Content-Length is not chunked",
      ['{"headers":{"Content-Length":"4"}}', delimiter, "four"],
      {
        status: 200,
        body: "four",
        headers: { "content-length": "4", "transfer-encoding": null },
      },
    ),
    written("a delimiter in parts", ["{}", delimiter.slice(0, 3), delimiter.slice(3), "x"], {
      status: 200,
      body: "x",
    }),
    written(
      "metadata just below 16 KB",
      [`{"headers":{"X-A":"${"x".repeat(16_000)}"}}`, delimiter, "x"],
      {
        status: 200,
      },
    ),
    written("null bytes in the body", ["{}", delimiter, `a${delimiter}b`], {
      status: 200,
      body: `a${delimiter}b`,
    }),
    written("bytes need no binary media types", ["{}", delimiter, Buffer.from([0xff, 0xfe])], {
      status: 200,
      body: Buffer.from([0xff, 0xfe]),
    }),
    malformed("metadata that is not JSON", "oops", delimiter, "x"),
    malformed("metadata with another key", '{"body":"x"}', delimiter, "x"),
    malformed("metadata without a delimiter", '{"statusCode":200}'),
    malformed("a delimiter of seven null bytes", "{}", "\0".repeat(7), "x"),
    malformed("a delimiter after 16 KB", `{"headers":{"X-A":"${"x".repeat(17_000)}"}}`, delimiter),
    malformed("an empty stream"),
    example(mode, "a response of more than 10 MB", {
      operation: streaming(),
      response: { streams: ["{}", delimiter, Buffer.alloc(11 * 1024 * 1024, "x")] },
      expect: { status: 200, body: /^x{100}/ },
    }),
    example(mode, "a proxied endpoint's response of more than 10 MB", {
      operation: httpProxy({ responseTransferMode: "STREAM" }),
      response: { body: Buffer.alloc(11 * 1024 * 1024, "x") },
      expect: { status: 200, body: /^x{100}/ },
    }),
    {
      fact: "5.3 D:api-gateway-variables-for-access-logging",
      name: "a buffered response in the access log",
      operation: httpProxy(),
      expect: { status: 200, log: "BUFFERED 200" },
    },
    example(mode, "the function's event is the same as without streaming", {
      operation: streaming(),
      resource: "/{id}",
      request: { line: "POST ~/7?a=1", body: "b" },
      response: { streams: ["{}", delimiter, "x"] },
      expect: {
        status: 200,
        backend: { pathParameters: { id: "7" }, queryStringParameters: { a: "1" }, body: "b" },
      },
    }),
  ],
};
