import assert from "node:assert/strict";
import type { ResponseDefinition } from "../openapi.ts";
import { createModel, serve, type TestGateway } from "../testing/gateway.ts";
import { send } from "../testing/http.ts";

const returned = {
  status: 404,
  headers: new Map([
    ["content-type", ["application/xml"]],
    ["etag", ["e"]],
    ["content-length", ["5"]],
    ["x-amz-id-2", ["a", "b"]],
  ]),
  body: Buffer.from("<Error>it's none</Error>\n"),
};

const header = (source: string): ResponseDefinition => ({
  statusCode: "200",
  responseParameters: { "method.response.header.X": source },
});
const template = (text: string, type = "application/json"): ResponseDefinition => ({
  statusCode: "200",
  responseTemplates: { [type]: text },
});

/** What a client gets: body, `X` and `Content-Type`. */
const cases: [
  title: string,
  response: ResponseDefinition,
  expected: { text?: string; x?: string | undefined; type?: string },
][] = [
  // Recorded on AWS.
  [
    "without a mapping",
    { statusCode: "200" },
    { text: returned.body.toString(), type: "application/json", x: undefined },
  ],
  [
    "with a mapped Content-Type",
    {
      statusCode: "200",
      responseParameters: {
        "method.response.header.Content-Type": "integration.response.header.Content-Type",
      },
    },
    { text: returned.body.toString(), type: "application/xml" },
  ],
  ["a header", header("integration.response.header.ETag"), { x: "e" }],
  ["a header in another case", header("integration.response.header.etag"), { x: undefined }],
  ["a length", header("integration.response.header.Content-Length"), { x: "5" }],
  ["the last value", header("integration.response.header.x-amz-id-2"), { x: "b" }],
  ["all values", header("integration.response.multivalueheader.x-amz-id-2"), { x: "a,b" }],
  ["a path in a text", header("integration.response.body.id"), { x: undefined }],
  // API Gateway Developer Guide, "Parameter mapping source reference for REST APIs in API Gateway".
  ["a static value with quotes", header("'it''s \"a\"'"), { x: "it''s \"a\"" }],
  ["a stage variable", header("stageVariables.color"), { x: "green" }],
  [
    "the text in a template",
    template(`{"was":$input.json('$'),"escaped":"$util.escapeJavaScript($input.path('$'))"}`),
    {
      text: '{"was":"<Error>it\'s none</Error>","escaped":"<Error>it\\\'s none<\\/Error>"}',
      type: "application/json",
    },
  ],
  [
    "the type of its template",
    template("none", "text/plain"),
    { text: "none", type: "text/plain" },
  ],
];

describe("a backend's response that is no JSON", () => {
  let gateway: TestGateway;
  before(async () => {
    const paths = cases.map(([, response], index) => [
      `/${index}`,
      {
        post: {
          "x-amazon-apigateway-integration": {
            type: "aws",
            uri: "arn:aws:apigateway:eu-west-1:s3:path/bucket/key",
            httpMethod: "POST",
            credentials: "arn:aws:iam::123456789012:role/r",
            responses: { default: response },
          },
        },
      },
    ]);
    const model = createModel(
      { paths: Object.fromEntries(paths) },
      { variables: { color: "green" } },
    );
    gateway = await serve(model, {}, { callService: () => Promise.resolve(returned) });
  });
  after(() => gateway.abort());

  for (const [index, [title, , expected]] of cases.entries()) {
    it(title, async () => {
      const { text, headers } = await send(gateway.port, `/dev/${index}`, { method: "POST" });
      const received = { text, x: headers["x"], type: headers["content-type"] };

      assert.deepEqual({ ...received, ...expected }, received);
    });
  }
});
