import assert from "node:assert/strict";
import fc from "fast-check";
import { MalformedOutputError, parseOutput } from "./output.ts";

describe("parseOutput", () => {
  const accepted: [title: string, output: object, expected: object][] = [
    ["a missing statusCode as 200", {}, { status: 200 }],
    ["a statusCode in digits", { statusCode: "201" }, { status: 201 }],
    ["headers that are null", { headers: null, multiValueHeaders: null }, { headers: [] }],
    ["a boolean header", { headers: { a: true } }, { headers: [["a", "true"]] }],
    ["no body", { body: null }, { body: "" }],
    ["a body", { body: "text" }, { body: "text", isBase64Encoded: false }],
    ["base64", { body: "dA==", isBase64Encoded: true }, { isBase64Encoded: true }],
    [
      "several values of a header",
      { multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] } },
      {
        headers: [
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
        ],
      },
    ],
    [
      "a name in both maps with the values of both, spelled as in multiValueHeaders",
      { headers: { "x-a": "solo" }, multiValueHeaders: { "X-A": ["multi"] } },
      {
        headers: [
          ["X-A", "multi"],
          ["X-A", "solo"],
        ],
      },
    ],
    [
      "a value in both maps once",
      { headers: { a: "1" }, multiValueHeaders: { a: ["1", "2"] } },
      {
        headers: [
          ["a", "1"],
          ["a", "2"],
        ],
      },
    ],
  ];
  for (const [title, output, expected] of accepted) {
    it(`accepts ${title}`, () => {
      const parsed = parseOutput(JSON.stringify(output));

      assert.deepEqual({ ...parsed, ...expected }, parsed);
    });
  }

  const refused: [title: string, payload: string][] = [
    ["text that is not JSON", "not json"],
    ["a bare string", '"text"'],
    ["a number", "200"],
    ["null", "null"],
    ["a list", "[]"],
    ["an unknown key", '{"statusCode":200,"extra":1}'],
    ["cookies, which only streamed responses have", '{"cookies":["a=1"]}'],
    ["headers that are not an object", '{"headers":"a"}'],
    ["headers that are a list", '{"headers":["a"]}'],
    ["a number as header", '{"headers":{"a":1}}'],
    ["null as header", '{"headers":{"a":null}}'],
    ["multiValueHeaders without a list", '{"multiValueHeaders":{"a":"1"}}'],
    ["a number in multiValueHeaders", '{"multiValueHeaders":{"a":[1]}}'],
    ["a header name that cannot be sent", '{"headers":{"a b":"1"}}'],
    ["a header value with a line end", '{"headers":{"a":"1\\r\\nb: 2"}}'],
    ["a header value beyond Latin-1", '{"headers":{"a":"€"}}'],
    ["a statusCode that is not a number", '{"statusCode":"ok"}'],
    ["an empty statusCode", '{"statusCode":""}'],
    ["a statusCode of null", '{"statusCode":null}'],
    ["a fraction", '{"statusCode":200.5}'],
    ["an informational status", '{"statusCode":100}'],
    ["a status out of range", '{"statusCode":600}'],
    ["an object as body", '{"body":{}}'],
  ];
  for (const [title, payload] of refused) {
    it(`refuses ${title}`, () => {
      assert.throws(() => parseOutput(payload), MalformedOutputError);
    });
  }

  it("accepts any JSON or throws a MalformedOutputError", () => {
    const keyed = fc.record(
      {
        statusCode: fc.jsonValue(),
        headers: fc.jsonValue(),
        multiValueHeaders: fc.jsonValue(),
        body: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), keyed), (output) => {
        try {
          const { status } = parseOutput(JSON.stringify(output));
          assert.ok(status >= 200 && status <= 599);
        } catch (error) {
          assert.ok(error instanceof MalformedOutputError);
        }
      }),
    );
  });
});
