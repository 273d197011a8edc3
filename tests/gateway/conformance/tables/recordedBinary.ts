/**
 * What API Gateway did with bytes, texts and base64, as LocalStack recorded it on AWS
 * (tests/aws/services/apigateway: test_apigateway_s3, test_apigateway_lambda).
 */
import { gzipSync } from "node:zlib";
import type { Case, Table } from "../case.ts";
import { lambda, service } from "../operations.ts";

const png = "image/png";
const plain = "text/plain";

/** The three objects: bytes that are no UTF-8, the same as base64, and a text. */
const raw = gzipSync("compressed data, should be invalid UTF-8 string");
const encoded = raw.toString("base64");
const text = "this is a UTF8 text typed object";
const twice = Buffer.from(encoded).toString("base64");
const textEncoded = Buffer.from(text).toString("base64");
/** Bytes read as UTF-8: each invalid byte becomes U+FFFD. */
const replaced = Buffer.from(raw.toString());

type Body = string | Buffer;
type Handling = "CONVERT_TO_TEXT" | "CONVERT_TO_BINARY" | undefined;
/** What becomes of the bytes, the base64 and the text; undefined for a 500. */
type Results = readonly [raw?: Body, encoded?: Body, text?: Body];

const objects: readonly (readonly [string, Body])[] = [
  ["bytes", raw],
  ["base64", encoded],
  ["text", text],
];

const s3 = (definition: object) =>
  service("s3:path/bucket/key", { httpMethod: "ANY", ...definition });

/** Objects that a client puts. */
const puts = (fact: Case["fact"], type: string, handling: Handling, results: Results): Case[] =>
  objects.map(([name, body], index) => ({
    fact,
    name: `${name} of ${type}, ${handling ?? "no handling"}`,
    operation: s3({ ...(handling && { contentHandling: handling }) }),
    request: { line: "PUT ~", headers: { "Content-Type": type }, body },
    expect:
      results[index] === undefined
        ? { status: 500, backend: null }
        : { status: 200, backend: { bytes: Buffer.from(results[index]) } },
  }));

/** Objects that a client gets. */
const gets = (
  fact: Case["fact"],
  type: string,
  accept: string,
  handling: Handling,
  results: Results,
): Case[] =>
  objects.map(([name, body], index) => ({
    fact,
    name: `${name} of ${type} for ${accept}, ${handling ?? "no handling"}`,
    operation: s3({
      responses: {
        default: {
          statusCode: "200",
          responseParameters: { "method.response.header.ETag": "integration.response.header.ETag" },
          ...(handling && { contentHandling: handling }),
        },
      },
    }),
    request: { line: "GET ~", headers: { Accept: accept } },
    response: { headers: { "content-type": type, etag: '"e"' }, body },
    expect:
      results[index] === undefined
        ? { status: 500 }
        : { status: 200, body: Buffer.from(results[index]), headers: { etag: '"e"' } },
  }));

const unchanged: Results = [raw, encoded, text];
const asText: Results = [replaced, encoded, text];
const asBase64: Results = [encoded, twice, textEncoded];
const decoded: Results = [undefined, raw, undefined];

const request = "2.8 T:test_apigw_s3_binary_support_request";
const toBinary = "2.8 T:test_apigw_s3_binary_support_request_convert_to_binary";
const response = "2.8 T:test_apigw_s3_binary_support_response_no_content_handling";
const responseToText = "2.8 T:test_apigw_s3_binary_support_response_convert_to_text";
const responseToBinary = "2.8 T:test_apigw_s3_binary_support_response_convert_to_binary";
const octets = "binary/octet-stream";

const noTypes: Table = {
  title: "2.8 recorded objects, no binary types",
  cases: [
    ...puts(request, png, undefined, asText),
    ...puts(request, png, "CONVERT_TO_TEXT", asText),
    ...puts(toBinary, png, "CONVERT_TO_BINARY", decoded),
    ...gets(response, octets, png, undefined, asText),
    ...gets(response, octets, plain, undefined, asText),
    ...gets(responseToText, octets, png, "CONVERT_TO_TEXT", asText),
    ...gets(responseToBinary, octets, png, "CONVERT_TO_BINARY", decoded),
    {
      fact: "2.8 T:test_apigw_s3_binary_support_request_convert_to_binary_with_request_template",
      name: "a template for another type does not read the bytes",
      operation: s3({
        contentHandling: "CONVERT_TO_BINARY",
        requestTemplates: { "application/json": '{"data": "$input.body"}' },
      }),
      request: { line: "PUT ~", headers: { "Content-Type": png }, body: encoded },
      expect: { status: 200, backend: { bytes: raw } },
    },
    {
      fact: "2.8 T:test_apigw_s3_binary_support_request_convert_to_binary_with_request_template",
      name: "a template cannot read the bytes",
      operation: s3({
        contentHandling: "CONVERT_TO_BINARY",
        requestTemplates: { "application/json": '{"data": "$input.body"}' },
      }),
      request: { line: "PUT ~", headers: { "Content-Type": "application/json" }, body: encoded },
      expect: { status: 500, backend: null },
    },
  ],
};

const pngType: Table = {
  title: "2.8 recorded objects, binary type image/png",
  api: { binaryMediaTypes: [png] },
  cases: [
    ...puts(request, png, undefined, unchanged),
    ...puts(request, plain, undefined, asText),
    ...puts(request, png, "CONVERT_TO_TEXT", asBase64),
    ...puts(request, plain, "CONVERT_TO_TEXT", asText),
    ...puts(toBinary, png, "CONVERT_TO_BINARY", unchanged),
    ...puts(toBinary, plain, "CONVERT_TO_BINARY", decoded),
    ...gets(response, octets, png, undefined, decoded),
    ...gets(response, png, png, undefined, unchanged),
    ...gets(response, octets, plain, undefined, asText),
    ...gets(response, png, plain, undefined, asBase64),
    ...gets(responseToText, octets, png, "CONVERT_TO_TEXT", asText),
    ...gets(responseToText, png, png, "CONVERT_TO_TEXT", asBase64),
    ...gets(responseToText, octets, plain, "CONVERT_TO_TEXT", asText),
    ...gets(responseToText, png, plain, "CONVERT_TO_TEXT", asBase64),
    ...gets(responseToBinary, octets, png, "CONVERT_TO_BINARY", decoded),
    ...gets(responseToBinary, png, png, "CONVERT_TO_BINARY", unchanged),
    ...gets(responseToBinary, octets, plain, "CONVERT_TO_BINARY", decoded),
    ...gets(responseToBinary, png, plain, "CONVERT_TO_BINARY", unchanged),
  ],
};

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/wIAAgkBAyMAlYwAAAAASUVORK5CYII=";

/** A function's base64, and if the client gets bytes. */
const returned = (
  accept: string,
  isDecoded: boolean,
  type: string | undefined = png,
  isBase64Encoded = true,
): Case => ({
  fact: "2.8 T:test_aws_proxy_binary_response",
  name: `base64 of ${type ?? "no type"} for ${accept}: ${isDecoded ? "bytes" : "text"}`,
  operation: lambda(),
  request: { line: "POST ~", headers: { Accept: accept } },
  response: {
    returns: {
      statusCode: 200,
      body: pixel,
      isBase64Encoded,
      headers: { ...(type && { "Content-Type": type }), "Cache-Control": "no-cache" },
    },
  },
  expect: { status: 200, body: isDecoded ? Buffer.from(pixel, "base64") : pixel },
});

const functions: readonly Table[] = [
  {
    title: "2.8 recorded functions, no binary types",
    cases: [returned(png, false)],
  },
  {
    title: "2.8 recorded functions, binary types image/png, */test",
    api: { binaryMediaTypes: [png, "*/test"] },
    cases: [
      returned(png, true),
      ...["image/jpg", "image/*", "*/test", "random/test", "*/*"].map((accept) =>
        returned(accept, false),
      ),
      returned("image/webp,image/png,*/*;q=0.8", false),
      returned("image/png,image/*,*/*;q=0.8", true),
      returned(png, false, png, false),
    ],
  },
  {
    title: "2.8 recorded functions, binary types image/png, application/*, image/jpg",
    api: { binaryMediaTypes: [png, "application/*", "image/jpg"] },
    cases: [
      returned("application/whatever", true, "application/test"),
      returned("application/test", true, "application/test"),
      returned("application/*", true, "application/test"),
      returned("image/jpg", true),
      returned(png, true, "application/whatever"),
      returned(png, true, undefined),
      returned("application", false, undefined),
      returned("*/*", false, undefined),
      {
        ...returned(png, true, undefined),
        name: "what is no base64",
        response: { returns: { statusCode: 200, body: "èé+à)(", isBase64Encoded: true } },
        expect: { status: 500 },
      },
    ],
  },
];

export const recordedBinary: readonly Table[] = [noTypes, pngType, ...functions];
